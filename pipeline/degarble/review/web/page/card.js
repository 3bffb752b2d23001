// The card of the finding in focus: what, why, on what evidence, what could stand there, and who decided.

function makeCardHead(finding) {
  const state = stateOf(finding);
  const sign = SIGNS[state] ? make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[state]) : null;
  return make(
    "p",
    { class: "card-line" },
    ...makeShape(finding.severity),
    make("span", {}, `${finding.severity} · ${finding.kind.replaceAll("-", " ")}`),
    make("span", { class: `state ${state}` }, sign, STATES[state]),
  );
}

function showWording(finding) {
  const was = make("span", { class: "was" }, shorten(reveal(finding.text), 160) || "(nothing)");
  const wording = wordingOf(finding);
  if (finding.stand.status === "rejected") return [was, make("span", { class: "as-it-was" }, " stays as it was")];
  if (wording === null) return [was];
  const will = make(
    "span",
    { class: wording ? "will" : "will leave-out" },
    wording ? shorten(reveal(wording), 160) : "leave it out",
  );
  return [was, make("span", { class: "arrow", "aria-label": "becomes" }, " → "), will];
}

/** Show a suggestion with its number; words the text does not have stand out. */
function makeChoice(finding, item, place) {
  const isBest = place === 0;
  const changes = isBest ? finding.changes : compareWords(finding.text, item.text);
  const show = (part) => (part.trim() ? reveal(part) : part);
  const parts = changes
    .filter(([, after]) => after)
    .map(([before, after]) => (before === after ? show(after) : make("b", {}, show(after))));
  const text = item.text
    ? parts.length
      ? parts
      : [make("b", {}, shorten(reveal(item.text), 400))]
    : [make("i", {}, "leave it out")];
  const { status, replacement } = finding.stand;
  const isChosen = status === "accepted" && replacement === item.text;
  const key = place < 9 ? makeKey(String(place + 1)) : make("span", {});
  const attributes = {
    type: "button",
    class: "choice-line",
    "aria-pressed": String(isChosen),
    title: place < 9 ? `Choose it (${place + 1})` : "Choose it",
    click: () => afterAll(() => choose(place)),
  };
  return make(
    "li",
    {},
    make("button", attributes, key, make("span", { class: "choice", dir: "auto" }, ...text), makeScore(item.score)),
  );
}

function makeChoiceList(finding) {
  if (!finding.suggestions.length) return null;
  const items = finding.suggestions.map((item, place) => makeChoice(finding, item, place));
  return make(
    "section",
    {},
    make("h3", {}, finding.suggestions.length > 1 ? "Suggestions, best first" : "Suggestion"),
    make("ol", { class: "choice-list" }, ...items),
  );
}

/** Accept one of the suggestions; the best is accepted as the best, whatever it is in the next run. */
function choose(place) {
  const item = focus.sheet?.findings[focus.finding]?.suggestions[place];
  if (!item) return mention(`There is no suggestion ${place + 1}.`);
  return decideHere("accept", place === 0 ? null : item.text);
}

function makeRuleLine(finding) {
  const lines = make("div", { class: "explanation", id: "explanation", hidden: true });
  const flip = async (event) => {
    const button = event.currentTarget;
    lines.hidden = !lines.hidden;
    button.setAttribute("aria-expanded", String(!lines.hidden));
    if (!lines.firstChild) await fillExplanation(lines, finding.rule);
  };
  const button = make(
    "button",
    { type: "button", class: "link", "aria-expanded": "false", "aria-controls": "explanation", click: flip },
    "explain",
  );
  return [make("div", { class: "rule-line" }, make("code", {}, finding.rule), button), lines];
}

/** Fill in what stands behind a rule: its reason as a sentence, the rest line by line. */
async function fillExplanation(node, rule) {
  try {
    const { lines } = await ask(`/api/explain?${writeQuery({ rule })}`);
    node.replaceChildren(...lines.slice(1).map((line) => makeExplanationLine(line.trim())));
  } catch (error) {
    node.replaceChildren(make("p", {}, error.message));
  }
}

function makeExplanationLine(line) {
  const example = /^(wrong|right|fine):\s+(.*)$/.exec(line);
  if (!example) return make("p", {}, line);
  return make(
    "p",
    { class: `example ${example[1]}` },
    make("span", {}, example[1]),
    make("span", { dir: "auto" }, example[2]),
  );
}

function makeTerms(finding) {
  const standing = overview.kinds[finding.kind];
  const facts = [
    ["Standard", standing ? `${standing.mqm_name} (${standing.mqm_id})` : ""],
    ["Certainty", percent(finding.score)],
    ["Level", LEVELS[finding.level]],
    ["Name", finding.name],
  ];
  const more = [
    ["ITS 2.0", standing ? `${standing.its}, ${overview.its_severity[finding.severity]} of 100` : ""],
    ["Place", `line ${plain.format(finding.line)}, column ${plain.format(finding.column)}`],
    ["Key", finding.id],
  ];
  const rest = make("details", { class: "past" }, make("summary", {}, "More"), makePairs(more));
  return make("section", {}, make("h3", {}, "Rule"), ...makeRuleLine(finding), makePairs(facts), rest);
}

function makePairs(facts) {
  const pairs = facts
    .filter(([, value]) => value)
    .map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)));
  return make("dl", { class: "facts" }, ...pairs);
}

/** Make the card; who decided and where else it stands comes from the server a moment later. */
function makeBigCard(finding) {
  const parts = [
    makeCardHead(finding),
    make("h2", { class: "card-repair", dir: "auto" }, ...showWording(finding)),
    make("p", { class: "message" }, finding.message),
    make("div", { id: "edit" }),
    make("div", { id: "ruling" }),
    makeChoiceList(finding),
    makeReasonList(finding),
    make("div", { id: "elsewhere" }),
    makeTerms(finding),
    make("div", { id: "history" }),
  ];
  return make("article", { class: `big-card ${finding.severity}`, "aria-label": "Finding" }, ...parts.filter(Boolean));
}

function makeReasonList(finding) {
  if (!finding.evidence.length) return null;
  const items = finding.evidence.map((item) => makeReason(item, pointAt));
  return make("section", {}, make("h3", {}, "Evidence"), make("ul", { class: "reasons" }, ...items));
}
