// The document in focus: its head, its paragraphs beside their repairs, and the finding in focus.

const focus = { document: -1, sheet: null, shown: [], finding: -1, rows: 0, ticket: 0 };
const BATCH = 200;

/** Show a document; only this one is built, a long one piece by piece. */
async function openDocument(number) {
  if (number < 0 || number >= entries.length) return;
  const ticket = focus.ticket + 1;
  focus.ticket = ticket;
  const sheet = await source.sheet(number);
  if (ticket !== focus.ticket) return;
  Object.assign(focus, { document: number, sheet, finding: -1, rows: 0 });
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

/** Build the rows of the document in focus up to one that is wanted. */
const reachRow = (row) => buildRows(row + 1);

function dimMarks(node) {
  const shown = new Set(focus.shown.map(String));
  for (const mark of node.querySelectorAll("[data-finding]")) mark.classList.toggle("dim", !shown.has(mark.dataset.finding));
}

/** Show again which findings fit the filter. */
function refreshDocument() {
  if (!focus.sheet) return;
  focus.shown = focus.sheet.findings.map((_, index) => index).filter((index) => isShown(focus.sheet.findings[index], entries[focus.document]));
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
  reachRow(rowAt(sheet, finding.start));
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

/** Go to the next or previous finding shown, and on to the next document when there is none. */
async function stepFinding(amount) {
  const place = focus.shown.indexOf(focus.finding);
  const next = place < 0 ? (amount > 0 ? 0 : focus.shown.length - 1) : place + amount;
  if (next >= 0 && next < focus.shown.length) return selectFinding(focus.shown[next], { take: true });
  if (!(await stepDocument(amount, (number) => shelf.shown[number] > 0))) return say("There is no further finding.");
  return selectFinding(focus.shown.at(amount > 0 ? 0 : -1), { take: true });
}

/** Go to the next or previous document of the list that is wanted; tell whether there is one. */
async function stepDocument(amount, isWanted = () => true) {
  let place = shelf.list.indexOf(focus.document);
  if (place < 0 && amount < 0) place = shelf.list.length;
  for (let next = place + amount; next >= 0 && next < shelf.list.length; next += amount) {
    if (!isWanted(shelf.list[next])) continue;
    await openDocument(shelf.list[next]);
    say(entries[focus.document].id);
    return true;
  }
  return false;
}

const pointAt = showPlace;

const actions = {
  show: pointAt,
  step: stepFinding,
  toggle: (index) => (index === focus.finding ? closeFinding() : selectFinding(index)),
};
