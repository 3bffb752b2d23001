// One name: its forms with a sentence for each, what was decided on it, and what can be.

function makeNameAct(id, words, key, title, act) {
  return make(
    "button",
    {
      type: "button",
      class: "act solo plain",
      id,
      title: `${title} (${key})`,
      "aria-keyshortcuts": key,
      click: () => afterAll(act),
    },
    words,
    makeKey(key),
  );
}

function fillName() {
  const name = findName(nameView.current);
  const parts = name
    ? makeNameParts(name)
    : [make("p", { class: "empty" }, nameView.all.length ? "No name fits the search." : "No name was linked.")];
  byId("name-main").replaceChildren(...parts);
}

function makeNameParts(name) {
  const facts = [
    NAME_KINDS[name.kind] ?? name.kind,
    count(name.forms.length, "form"),
    count(name.total, "mention"),
    name.qid,
    `certainty ${percent(name.score)}`,
  ];
  const head = make(
    "header",
    { class: "name-header" },
    make("h2", { id: "name-heading", dir: "auto" }, reveal(name.canonical)),
    make("p", { class: "meta" }, ...facts.filter(Boolean).map((fact) => make("span", {}, fact))),
    makeNameActs(name),
    make("div", { id: "rename" }),
    make("p", { class: "last", id: "name-last" }),
    makeNameRulings(name),
  );
  const forms = make(
    "ol",
    { class: "forms", "aria-label": "Forms" },
    ...sortForms(name).map((form) => makeFormRow(name, form)),
  );
  return [head, forms];
}

/** Return the forms of a name: that which stands for all, then the most frequent. */
function sortForms(name) {
  const rank = (form) => (isMainForm(name, form) ? Infinity : form.count);
  return [...name.forms].sort((one, other) => rank(other) - rank(one) || 0);
}

const isMainForm = (name, form) => form.relation === "canonical" || form.text === name.canonical;

function makeNameActs(name) {
  const isChosen = nameView.chosen.has(name.key);
  const choose = makeNameAct(
    "choose-name",
    isChosen ? "Chosen" : "Choose",
    "x",
    "Choose this name; two can be merged",
    () => flipChosen(),
  );
  choose.setAttribute("aria-pressed", String(isChosen));
  const parts = [
    makeNameAct("rename-name", "Rename", "r", "Write this name otherwise", openRename),
    makeNameAct("merge-name", "Merge with …", "m", "This and another are one name", () => openMerge()),
    choose,
  ];
  return make("div", { class: "name-acts" }, ...parts, makePairBar());
}

/** Offer to merge two names that were chosen, or to say that they are not the same. */
function makePairBar() {
  if (nameView.chosen.size !== 2) return null;
  const [one, other] = [...nameView.chosen].map(findName);
  const words = make(
    "span",
    {},
    make("b", { dir: "auto" }, one.canonical),
    " and ",
    make("b", { dir: "auto" }, other.canonical),
  );
  const [less, more] = one.total < other.total ? [one, other] : [other, one];
  const merge = make(
    "button",
    { type: "button", class: "act solo accept", id: "merge-pair", click: () => openMerge(less, more) },
    "Merge these two",
  );
  const part = make(
    "button",
    { type: "button", class: "act solo plain", id: "part-pair", click: () => afterAll(() => partNames(one, other)) },
    "Not the same",
  );
  return make("div", { class: "pair-bar", role: "group", "aria-label": "Two names chosen" }, words, merge, part);
}

const partNames = (one, other) =>
  decideName(one.canonical, other.canonical, "reject", {
    words: `Not the same: ${one.canonical}, ${other.canonical}`,
    stay: other.canonical,
  });

function makeNameRulings(name) {
  const items = decisionsOn(name).map((decision) => {
    const what = {
      accept: `${decision.form} is ${decision.name}`,
      reject: `${decision.form} is not ${decision.name}`,
      edit: `${decision.name} is written ${decision.replacement}`,
      unsure: `${decision.form}, ${decision.name}: unsure`,
    }[decision.judgement];
    return make(
      "li",
      {},
      make("strong", {}, decision.who || "Somebody"),
      ": ",
      make("span", { dir: "auto" }, what),
      " · ",
      makeTime(decision.when) ?? "some time ago",
      decision.note ? make("q", { class: "note" }, decision.note) : null,
    );
  });
  return items.length ? make("ul", { class: "name-rulings", "aria-label": "Decided" }, ...items) : null;
}

function makeFormRow(name, form) {
  const split = make(
    "button",
    {
      type: "button",
      class: "act solo plain split",
      title: `“${form.text}” is not this name`,
      click: () => afterAll(() => splitForm(name, form)),
    },
    "Split off",
  );
  const facts = [
    make("span", { class: `relation ${form.relation}`, title: RELATIONS[form.relation] }, form.relation),
    make("span", {}, count(form.count, "mention")),
    make("span", { title: NAME_LEVELS[form.level] }, `certainty ${percent(form.score)}`),
  ];
  return make(
    "li",
    { class: `form-row ${form.relation}` },
    make(
      "div",
      { class: "form-head" },
      make("span", { class: "form", dir: "auto" }, reveal(form.text)),
      make("span", { class: "meta" }, ...facts),
      isMainForm(name, form) ? null : split,
    ),
    form.evidence ? make("p", { class: "because" }, form.evidence) : null,
    makeSample(form.sample),
    makePlaces(form, openForm),
  );
}

const splitForm = (name, form) =>
  decideName(form.text, name.canonical, "reject", { words: `Split off: ${form.text}`, stay: name.canonical });

/** Open a document where a form stands in it. */
function openForm(number, form) {
  setView("documents");
  afterAll(async () => {
    await openDocument(number);
    setPreview(false);
    showForm(form);
  });
}
