// A card for each finding: what, why, on what evidence, and what could stand there.

function showRepair(finding) {
  const before = make("span", { class: "was" }, shorten(reveal(finding.text), 90) || "(nothing)");
  if (!finding.suggestions.length) return [before];
  const best = finding.suggestions[0].text;
  const after = make("span", { class: best ? "will" : "will leave-out" }, best ? shorten(reveal(best), 90) : "leave it out");
  return [before, make("span", { class: "arrow", "aria-label": "becomes" }, " → "), after];
}

function makeHead(finding, index, toggleCard) {
  const state = stateOf(finding);
  const line = make("span", { class: "card-line" }, ...makeShape(finding.severity), make("span", { class: "card-kind" }, finding.kind.replaceAll("-", " ")), make("span", { class: `state ${state}` }, STATES[state]));
  const repair = make("span", { class: "card-repair", dir: "auto" }, ...showRepair(finding));
  const attributes = { type: "button", class: "card-head", "aria-expanded": "false", click: () => toggleCard(index) };
  return make("h3", {}, make("button", attributes, line, repair));
}

function makeChoices(finding) {
  if (!finding.suggestions.length) return null;
  const items = finding.suggestions.map((item) => {
    return make("li", {}, make("span", { class: "choice", dir: "auto" }, item.text ? shorten(reveal(item.text), 400) : "leave it out"), makeScore(item.score));
  });
  return make("section", {}, make("h4", {}, finding.suggestions.length > 1 ? "Suggestions, best first" : "Suggestion"), make("ol", { class: "choices" }, ...items));
}

function makeReasons(finding, show) {
  if (!finding.evidence.length) return null;
  return make("section", {}, make("h4", {}, "Evidence"), make("ul", { class: "reasons" }, ...finding.evidence.map((item) => makeReason(item, show))));
}

function makeFacts(finding) {
  const standing = overview.kinds[finding.kind];
  const facts = [
    ["Certainty", percent(finding.score)],
    ["Severity", finding.severity],
    ["Level", LEVELS[finding.level]],
    ["Standard", standing ? `MQM ${standing.mqm_name} (${standing.mqm_id})` : ""],
    ["ITS 2.0", standing ? `${standing.its}, ${overview.its_severity[finding.severity]} of 100` : ""],
    ["Rule", finding.rule],
    ["Name", finding.name],
    ["Place", `line ${plain.format(finding.line)}, column ${plain.format(finding.column)}`],
    ["Key", finding.id],
  ];
  const pairs = facts.filter(([, value]) => value).map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)));
  return make("dl", { class: "facts" }, ...pairs);
}

/** Make a card with its head and message; the rest is made when it opens. */
function makeCard(finding, index, actions) {
  const body = make("div", { class: "card-body", hidden: true });
  const message = make("p", { class: "message" }, finding.message);
  return make("li", { class: `card ${finding.severity}`, "data-card": index }, makeHead(finding, index, actions.toggle), message, body);
}

function fillCard(card, finding, actions) {
  const body = card.querySelector(".card-body");
  if (!body.firstChild) body.append(...[makeChoices(finding), makeReasons(finding, actions.show), makeFacts(finding)].filter(Boolean));
}

/** Open or close a card. */
function setCard(card, finding, open, actions) {
  if (open) fillCard(card, finding, actions);
  card.querySelector(".card-body").hidden = !open;
  card.querySelector(".card-head").setAttribute("aria-expanded", String(open));
}

/** List the cards of the findings shown. */
function fillCards(node, sheet, shown, actions) {
  const all = sheet.findings.length;
  const title = shown.length === all ? count(all, "finding") : `${plain.format(shown.length)} of ${count(all, "finding")}`;
  const cards = shown.map((index) => makeCard(sheet.findings[index], index, actions));
  const empty = all ? "No finding of this document fits the filter." : "Nothing was found in this document.";
  const list = cards.length ? make("ol", {}, ...cards) : make("p", { class: "empty" }, empty);
  const step = (label, sign, amount) => make("button", { type: "button", class: "quiet", "aria-label": label, title: label, click: () => actions.step(amount) }, sign);
  const steps = make("div", { class: "steps" }, step("Previous finding (k)", "↑", -1), step("Next finding (j)", "↓", 1));
  node.replaceChildren(make("div", { class: "pane-head" }, make("h2", {}, title), cards.length ? steps : null), list);
}
