// The document in focus: its head, its paragraphs beside their repairs, and the finding in focus.

const focus = { document: -1, sheet: null, shown: [], finding: -1, rows: 0, ticket: 0 };
const BATCH = 200;

function makeVerdict(sheet) {
  const origin = sheet.origin.find((guess) => guess.lang !== "und");
  const parts = [make("strong", {}, VERDICTS[sheet.verdict] ?? sheet.verdict)];
  if (sheet.verdict !== "unsure") parts.push(` (${percent(sheet.score)})`);
  if (origin && sheet.verdict !== "human") parts.push(", perhaps from ", make("strong", {}, nameLanguage(origin.lang)), ` (${percent(origin.score)})`);
  return make("p", { class: `verdict ${sheet.verdict}` }, ...parts, ".");
}

function makeWhy(sheet) {
  const reasons = sheet.reasons.map((reason) => make("li", {}, reason));
  const guesses = sheet.origin.filter((guess) => guess.lang !== "und").map((guess) => {
    const evidence = guess.evidence.map((item) => makeReason(item, showPlace));
    const head = make("p", {}, `${nameLanguage(guess.lang)} `, makeScore(guess.score));
    return make("li", {}, head, evidence.length ? make("ul", { class: "reasons" }, ...evidence) : null);
  });
  if (!reasons.length && !guesses.length) return null;
  return make(
    "details",
    { class: "why" },
    make("summary", {}, "Why"),
    reasons.length ? make("ul", {}, ...reasons) : null,
    guesses.length ? make("h3", {}, "Perhaps translated from") : null,
    guesses.length ? make("ol", { class: "guesses" }, ...guesses) : null,
  );
}

function makeTitle(sheet) {
  const [folder, name] = splitId(sheet.id);
  const facts = [count(sheet.words, "word"), sheet.date].filter(Boolean).map((fact) => make("span", {}, fact));
  return make(
    "header",
    { class: "document-head" },
    make("h2", { id: "document-title" }, make("span", { class: "folder" }, folder), name),
    make("p", { class: "meta" }, sheet.title ? make("span", { dir: "auto" }, sheet.title) : null, ...facts),
    makeVerdict(sheet),
    makeWhy(sheet),
  );
}

/** Show a document; only this one is built, a long one piece by piece. */
function openDocument(number) {
  if (number < 0 || number >= entries.length) return;
  const sheet = loadSheet(number);
  Object.assign(focus, { document: number, sheet, finding: -1, rows: 0, ticket: focus.ticket + 1 });
  const columns = make("div", { class: "row columns", role: "row" }, make("div", { role: "columnheader" }, "Original"), make("div", { role: "columnheader" }, "Suggestion"));
  const pages = make("div", { class: "pages", role: "table", "aria-labelledby": "document-title", id: "pages" }, columns);
  byId("reader").replaceChildren(makeTitle(sheet), pages);
  byId("reader").scrollTop = 0;
  clearPlace();
  growPages(focus.ticket);
  refreshDocument();
  markEntry(byId("shelf"), number);
  remember();
}

function growPages(ticket) {
  if (ticket !== focus.ticket) return;
  buildRows(focus.rows + BATCH);
  if (focus.rows < focus.sheet.rows.length) setTimeout(growPages, 0, ticket);
}

/** Build the rows of the document in focus up to a number. */
function buildRows(limit) {
  const { sheet } = focus;
  const rows = [];
  for (; focus.rows < Math.min(limit, sheet.rows.length); focus.rows += 1) rows.push(makeRow(sheet, focus.rows));
  rows.forEach(dimMarks);
  byId("pages").append(...rows);
}

function dimMarks(node) {
  const shown = new Set(focus.shown.map(String));
  for (const mark of node.querySelectorAll("[data-finding]")) mark.classList.toggle("dim", !shown.has(mark.dataset.finding));
}

/** Show again which findings fit the filter. */
function refreshDocument() {
  if (!focus.sheet) return;
  focus.shown = focus.sheet.findings.map((_, index) => index).filter((index) => isShown(focus.document, index));
  fillCards(byId("cards"), focus.sheet, focus.shown, actions);
  dimMarks(byId("pages"));
  if (focus.shown.includes(focus.finding)) selectFinding(focus.finding, { quiet: true });
  else closeFinding();
}

/** Bring a finding into focus, in both columns and among the cards. */
function selectFinding(index, { quiet = false, take = false } = {}) {
  const { sheet } = focus;
  closeFinding();
  const finding = sheet.findings[index];
  const card = byId("cards").querySelector(`[data-card="${index}"]`);
  if (!finding || !card) return;
  focus.finding = index;
  buildRows(rowAt(sheet, finding.start) + 1);
  const marks = byId("pages").querySelectorAll(`[data-finding="${index}"]`);
  marks.forEach((mark) => mark.classList.add("current"));
  card.classList.add("current");
  setCard(card, finding, true, actions);
  if (quiet) return;
  card.scrollIntoView({ block: "nearest" });
  goTo(marks[0] ?? byId("pages").querySelector(`[data-row="${rowAt(sheet, finding.start)}"]`));
  if (take) card.querySelector(".card-head").focus({ preventScroll: true });
  const place = focus.shown.indexOf(index) + 1;
  say(`Finding ${place} of ${focus.shown.length}: ${finding.severity}, ${finding.message}`);
  remember();
}

function closeFinding() {
  clearPlace();
  byId("documents").querySelectorAll(".current").forEach((node) => node.classList.remove("current"));
  const card = byId("cards").querySelector(`[data-card="${focus.finding}"]`);
  if (card) setCard(card, focus.sheet.findings[focus.finding], false, actions);
  focus.finding = -1;
}

/** Scroll to a place of the text: gently when it is near, at once when it is far. */
function goTo(node) {
  if (!node) return;
  const pane = byId("reader").getBoundingClientRect();
  const way = Math.abs(node.getBoundingClientRect().top - pane.top - pane.height / 2);
  const isNear = way < 1.5 * pane.height && !calm.matches;
  node.scrollIntoView({ block: "center", behavior: isNear ? "smooth" : "instant" });
}

/** Go to the next or previous finding shown, and on to the next document when there is none. */
function stepFinding(amount) {
  const place = focus.shown.indexOf(focus.finding);
  const next = place < 0 ? (amount > 0 ? 0 : focus.shown.length - 1) : place + amount;
  if (next >= 0 && next < focus.shown.length) return selectFinding(focus.shown[next], { take: true });
  if (!stepDocument(amount, (number) => shelf.shown[number] > 0)) return say("There is no further finding.");
  return selectFinding(focus.shown.at(amount > 0 ? 0 : -1), { take: true });
}

/** Go to the next or previous document of the list that is wanted; tell whether there is one. */
function stepDocument(amount, isWanted = () => true) {
  let place = shelf.list.indexOf(focus.document);
  if (place < 0 && amount < 0) place = shelf.list.length;
  for (let next = place + amount; next >= 0 && next < shelf.list.length; next += amount) {
    if (!isWanted(shelf.list[next])) continue;
    openDocument(shelf.list[next]);
    say(entries[focus.document].id);
    return true;
  }
  return false;
}

/** Point at a place of the original, and scroll to it. */
function showPlace({ start, end }) {
  showRanges([[start, end]]);
}

function showRanges(spans) {
  clearPlace();
  const ranges = spans.map(([start, end]) => {
    buildRows(rowAt(focus.sheet, start) + 1);
    return findRange(focus.sheet, byId("pages"), start, end);
  });
  const found = ranges.filter(Boolean);
  if (!found.length) return;
  if (globalThis.Highlight && CSS.highlights) CSS.highlights.set("place", new Highlight(...found));
  else getSelection().addRange(found[0]);
  goTo(found[0].startContainer.parentElement);
  say(`In the text: ${found[0].toString()}`);
}

function clearPlace() {
  if (globalThis.CSS?.highlights) CSS.highlights.delete("place");
  getSelection().removeAllRanges();
}

/** Point at every place where a form of a name stands in the document in focus. */
function showForm(form) {
  const spans = [];
  const { text } = focus.sheet;
  for (let start = text.indexOf(form); start >= 0 && spans.length < 500; start = text.indexOf(form, start + form.length)) {
    spans.push([start, start + form.length]);
  }
  if (form && spans.length) showRanges(spans);
}

const actions = {
  show: showPlace,
  step: stepFinding,
  toggle: (index) => (index === focus.finding ? closeFinding() : selectFinding(index)),
};
