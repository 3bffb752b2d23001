// The desk: the card in focus, the other findings of the document, and what to do when all is decided.

const desk = { others: null, ticket: 0, note: "", details: null };

/** Show the finding in focus on the desk, and ask who decided on it and where else it stands. */
function fillDesk() {
  const finding = focus.sheet?.findings[focus.finding];
  desk.ticket += 1;
  Object.assign(desk, { note: "", details: null });
  byId("card").replaceChildren(finding ? makeBigCard(finding) : makeNoCard());
  markActs();
  // While one types fast nobody reads the details: they are asked for when the finding stays in focus for a moment.
  if (finding) setTimeout(fillDetails, 60, desk.ticket, here());
}

function makeNoCard() {
  if (!focus.sheet) return make("p", { class: "empty" }, "There is nothing to decide.");
  const words = focus.sheet.findings.length
    ? "No finding of this document fits the filter."
    : "Nothing was found in this document.";
  return make("p", { class: "empty" }, words);
}

async function fillDetails(ticket, position) {
  if (ticket !== desk.ticket) return;
  const details = await ask(`/api/finding/${position.join("/")}`).catch(() => null);
  if (!details || ticket !== desk.ticket) return;
  desk.details = details;
  byId("ruling")?.replaceChildren(makeRuling(details));
  byId("elsewhere")?.replaceChildren(...makeElsewhere(details.elsewhere));
  byId("history")?.replaceChildren(...makeHistory(details.history));
}

/** Ask anew who decided on the finding in focus. */
function refreshDetails() {
  const position = here();
  if (position) fillDetails(desk.ticket, position);
}

/** Say that nothing is left: under the filter, or at all and what to run next. */
function showEnd() {
  focus.isOver = true;
  focus.finding = -1;
  dressMarks();
  markOther();
  byId("card").replaceChildren(run.tally.open ? makeFilterEnd() : makeEnd());
  markActs();
  say(run.tally.open ? "Nothing undecided fits the filter any more." : "Everything is decided.");
}

function makeFilterEnd() {
  const show = () => {
    clearFilters();
    fillFilterBar(applyFilter);
    applyFilter();
  };
  return make(
    "div",
    { class: "end" },
    make("h2", {}, "Done here"),
    make(
      "p",
      {},
      `Nothing undecided fits the filter any more. ${count(run.tally.open, "finding")} elsewhere ${run.tally.open === 1 ? "waits" : "wait"}.`,
    ),
    make("button", { type: "button", class: "act solo", click: show }, "Show all"),
  );
}

/** Write a folder as a terminal takes it. */
const quote = (folder) => (/^[\p{L}\p{N}._/~-]+$/u.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`);

function makeEnd() {
  const folder = quote(run.folder || "OUT");
  const commands = [
    [`degarble diff ${folder}`, "what would change"],
    [`degarble apply ${folder} --to DIR`, "the repaired articles, written to a folder"],
  ];
  const items = commands.map(([command, words]) => make("li", {}, make("code", {}, command), make("span", {}, words)));
  const { accepted = 0, edited = 0, rejected = 0, unsure = 0 } = run.tally;
  const sums = [
    [accepted, "accepted"],
    [edited, "edited"],
    [rejected, "rejected"],
    [unsure, "unsure"],
  ].filter(([amount]) => amount);
  return make(
    "div",
    { class: "end" },
    make("h2", {}, countAll() ? "Everything is decided" : "Nothing was found"),
    sums.length
      ? make("p", {}, `${sums.map(([amount, words]) => `${plain.format(amount)} ${words}`).join(", ")}.`)
      : null,
    make("p", {}, countAll() ? "Next, in your terminal:" : "There is nothing to decide in this run."),
    countAll() ? make("ul", { class: "commands" }, ...items) : null,
    unsure
      ? make(
          "button",
          { type: "button", class: "act solo", click: () => showStatus("unsure") },
          "Look at the unsure ones",
        )
      : null,
  );
}

/** Show only findings that stand somewhere. */
function showStatus(status) {
  clearFilters();
  filter.statuses.add(status);
  fillFilterBar(applyFilter);
  applyFilter();
}

function makeOtherLine(index) {
  const finding = focus.sheet.findings[index];
  const state = stateOf(finding);
  const wording = wordingOf(finding);
  const words = [make("span", { class: "was" }, shorten(reveal(finding.text), 40) || "(nothing)")];
  if (wording !== null)
    words.push(
      make("span", { class: "arrow" }, " → "),
      make("span", { class: "will" }, wording ? shorten(reveal(wording), 40) : "–"),
    );
  return make(
    "button",
    { type: "button", class: `other ${state}`, title: finding.message, click: () => visit(focus.document, index) },
    ...makeShape(finding.severity),
    make("span", { class: "other-words", dir: "auto" }, ...words),
    make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[state]),
    make("span", { class: "unseen" }, STATES[state]),
  );
}

/** List the findings of the document in a line each. */
function fillOthers() {
  const all = focus.sheet.findings.length;
  const title =
    focus.shown.length === all
      ? count(all, "finding")
      : `${plain.format(focus.shown.length)} of ${count(all, "finding")}`;
  if (!desk.others) {
    desk.others = new LongList({
      scroller: byId("others"),
      height: 2,
      label: "Findings of this document",
      makeLine: makeOtherLine,
      keyOf: (index) => index,
    });
    const button = (label, sign, amount) =>
      make(
        "button",
        {
          type: "button",
          class: "quiet",
          "aria-label": label,
          title: label,
          click: () => afterAll(() => step(amount)),
        },
        sign,
      );
    const tools = make(
      "div",
      { class: "steps" },
      button("Previous finding (k)", "↑", -1),
      button("Next finding (j)", "↓", 1),
    );
    byId("others").replaceChildren(
      make("div", { class: "pane-head" }, make("h2", { id: "others-title" }), tools),
      desk.others.node,
    );
  }
  byId("others-title").textContent = `${title} in this document`;
  desk.others.fill(focus.shown);
}

const markOther = () => desk.others?.mark(focus.finding < 0 ? null : focus.finding);
