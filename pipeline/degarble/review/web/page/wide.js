// Decisions that reach further than one place: what they reach is shown before they are made.

const WIDE = {
  accept: ["Accept", "accept"],
  reject: ["Reject", "reject"],
  edit: ["Write", "edit"],
  ignore: ["Ignore", "reject"],
};

/** Return what a wide decision says: a text of one's own is written elsewhere as it was written here. */
function planWide(name, finding) {
  const { status, replacement } = finding.stand;
  if (name === "accept" && status === "edited") return { name: "edit", replacement };
  const isChosen = name === "accept" && status === "accepted" && replacement !== finding.suggestions[0]?.text;
  return { name, replacement: isChosen ? replacement : null };
}

const sumUp = (findings, documents) => `${count(findings, "place")} in ${count(documents, "document")}`;

/** Count what a decision on a finding would reach in its document and everywhere. */
async function measureKey(finding) {
  const inside = focus.sheet.findings.filter(({ id }) => id === finding.id).length;
  const { elsewhere } = desk.details ?? (await ask(`/api/finding/${here().join("/")}`));
  const documents = elsewhere.documents + (inside > 1 ? 0 : 1);
  return { inside, findings: elsewhere.findings + 1, documents };
}

/** Count what a decision on a rule would reach in the document in focus and everywhere. */
async function measureRule(finding) {
  const { counts } = await source.counts({ rule: finding.rule });
  const all = readCounts(counts);
  const findings = [...all.values()].reduce((sum, { all: amount }) => sum + amount, 0);
  return { inside: all.get(focus.document)?.all ?? 0, findings, documents: all.size };
}

/** Ask how far to go, and decide. */
async function openWide(wanted) {
  const finding = focus.sheet?.findings[focus.finding];
  if (!finding) return mention("There is no finding in focus.");
  const { name, replacement } = planWide(wanted, finding);
  const reach = await (name === "ignore" ? measureRule(finding) : measureKey(finding));
  fillWide(name, finding, replacement, reach);
  byId("wide").showModal();
  byId("wide").querySelector("input:checked").focus();
  return undefined;
}

function describeWide(name, finding, replacement) {
  const was = make("span", { class: "was", dir: "auto" }, shorten(reveal(finding.text), 80));
  if (name === "ignore")
    return [
      make("code", {}, finding.rule),
      make("span", { class: "aside" }, " All its findings are rejected, and texts stay as they are."),
    ];
  if (name === "reject") return [was, make("span", { class: "aside" }, " Nothing is wrong there.")];
  const text = replacement ?? finding.suggestions[0]?.text;
  if (text === undefined) return [was, make("span", { class: "aside" }, " It is damaged; texts stay as they are.")];
  return [
    was,
    make("span", { class: "arrow" }, " → "),
    make("span", { class: "will", dir: "auto" }, text ? shorten(reveal(text), 80) : "leave it out"),
  ];
}

function makeScope(value, label, amount, isChecked) {
  const input = make("input", { type: "radio", name: "scope", value, checked: isChecked });
  return make("label", { class: "scope" }, input, make("span", {}, label), make("span", { class: "amount" }, amount));
}

function fillWide(name, finding, replacement, reach) {
  const [verb, judgement] = WIDE[name];
  const title = {
    accept: "Accept everywhere",
    edit: "Write this everywhere",
    reject: "Reject everywhere",
    ignore: "Ignore this rule",
  }[name];
  const amounts = { document: reach.inside, everywhere: reach.findings };
  const go = make("button", { type: "submit", class: "act accept solo", id: "wide-go" });
  const chosen = () => form.querySelector("input[name=scope]:checked").value;
  const update = () => go.replaceChildren(`${verb} ${count(amounts[chosen()], "place")}`, makeKey("Enter"));
  const note = make("input", { type: "text", id: "wide-note", autocomplete: "off" });
  const submit = (event) => {
    event.preventDefault();
    byId("wide").close();
    const options = { scope: chosen(), rule: name === "ignore", note: note.value.trim() };
    afterAll(() => decideWide(judgement, replacement, options));
  };
  const cancel = make(
    "button",
    { type: "button", class: "act plain solo", click: () => byId("wide").close() },
    "Cancel",
    makeKey("Esc"),
  );
  const form = make(
    "form",
    { submit, change: update },
    make("h2", { id: "wide-title" }, title),
    make("p", { class: "wide-what" }, ...describeWide(name, finding, replacement)),
    make(
      "fieldset",
      { class: "scopes" },
      make("legend", { class: "unseen" }, "How far"),
      makeScope("document", "This document", count(reach.inside, "place"), false),
      makeScope("everywhere", "Everywhere", sumUp(reach.findings, reach.documents), true),
    ),
    make("label", { class: "wide-note" }, make("span", {}, "Note"), note),
    make("div", { class: "dialog-buttons" }, cancel, go),
  );
  byId("wide").replaceChildren(form);
  update();
}
