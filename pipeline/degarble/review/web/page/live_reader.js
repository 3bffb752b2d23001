// The document in focus and the finding in focus in it.

const focus = { document: -1, sheet: null, shown: [], finding: -1, ticket: 0, isOver: false };

function makeStaleLine(sheet) {
  if (!sheet.stale) return null;
  const words =
    "This file changed after it was examined: what you see is the text as it was. Run degarble repair again before you apply.";
  return make("p", { class: "stale-line" }, words);
}

function makeViewSwitch() {
  const button = (label, isPreview, title) => {
    const isOn = String(pages.isPreview === isPreview);
    return make("button", { type: "button", "aria-pressed": isOn, title, click: () => setPreview(isPreview) }, label);
  };
  return make(
    "div",
    { class: "views small-views", id: "view-switch", role: "group", "aria-label": "Text" },
    button("Compare", false, "Original and suggestion (p)"),
    button("Preview", true, "The article as it would be written (p)"),
  );
}

function makeColumns() {
  const heads = pages.isPreview ? ["As it would be written"] : ["Original", "Suggestion"];
  const cells = heads.map((words) => make("div", { role: "columnheader" }, words));
  return make("div", { class: `row columns${pages.isPreview ? " single" : ""}`, role: "row" }, ...cells);
}

/** Show a document; `index` is the finding to be in focus, by default the first that is undecided. */
async function openDocument(number, index = null) {
  if (!entries[number]) return;
  focus.ticket += 1;
  const { ticket } = focus;
  const sheet = await source.sheet(number);
  if (ticket !== focus.ticket) return;
  if (sheet !== focus.sheet) drawDocument(sheet);
  selectFinding(index ?? pickFinding(sheet));
  freshen(sheet).catch(complain);
}

/** Return the finding to begin with: undecided and shown, else shown, else none. */
function pickFinding(sheet) {
  const shown = sheet.findings.map((_, index) => index).filter((index) => isShown(sheet.findings[index]));
  return shown.find((index) => isOpen(sheet.findings[index])) ?? shown[0] ?? -1;
}

function drawDocument(sheet) {
  clearPlace();
  Object.assign(focus, { document: sheet.number, sheet, finding: -1, isOver: false });
  const table = make(
    "div",
    { class: "pages", role: "table", "aria-labelledby": "document-title", id: "pages" },
    makeColumns(),
  );
  table.classList.toggle("previewing", pages.isPreview);
  byId("reader").replaceChildren(...[makeTitle(sheet), makeStaleLine(sheet), makeViewSwitch(), table].filter(Boolean));
  byId("reader").scrollTop = 0;
  layPages(sheet);
  refreshShown();
  shelf.list?.mark(sheet.number);
}

/** Ask where the findings stand of a document that was fetched before something was decided. */
async function freshen(sheet) {
  if (sheet.seq >= run.changed) return;
  const { seq, stands } = await ask(`/api/since/${sheet.seq}?document=${sheet.number}`);
  if (seq <= sheet.seq) return;
  sheet.seq = seq;
  if (stands) showStands(sheet, stands);
}

/** Take over and show where the findings of a document stand. */
function showStands(sheet, stands) {
  const changed = takeStands(sheet, stands);
  if (!changed.length || sheet !== focus.sheet) return;
  redrawFindings(changed);
  refreshShown();
  if (changed.includes(focus.finding)) fillDesk();
}

/** Show again which findings fit the filter. */
function refreshShown() {
  const { sheet } = focus;
  if (!sheet) return;
  focus.shown = sheet.findings.map((_, index) => index).filter((index) => isShown(sheet.findings[index]));
  dressMarks();
  fillOthers();
  recount(sheet);
  fillProgress();
}

/** Bring a finding into focus, in the text and on the desk; -1 for none. */
function selectFinding(index) {
  const { sheet } = focus;
  const finding = sheet.findings[index];
  clearPlace();
  focus.finding = finding ? index : -1;
  focus.isOver = false;
  if (finding) reachRow(rowAt(sheet, finding.start));
  dressMarks();
  fillDesk();
  markOther();
  remember();
  byId("card").scrollTop = 0;
  if (!finding) return;
  const pane = byId("pages");
  goTo(
    pane.querySelector(`.after [data-finding="${index}"], [data-finding="${index}"]`) ??
      pane.querySelector(`[data-row="${rowAt(sheet, finding.start)}"]`),
  );
  lookAhead();
}

/** Show the article as it would be written, or original and suggestion side by side. */
function setPreview(isPreview) {
  if (pages.isPreview === isPreview || !focus.sheet) return;
  pages.isPreview = isPreview;
  const { finding } = focus;
  byId("pages").classList.toggle("previewing", isPreview);
  byId("view-switch").replaceWith(makeViewSwitch());
  byId("pages").replaceChildren(makeColumns());
  layPages(focus.sheet);
  selectFinding(finding);
  say(isPreview ? "The article as it would be written" : "Original and suggestion");
}

/** Point at a place of the original; it is not there while the repaired article is shown. */
function pointAt(place) {
  setPreview(false);
  showPlace(place);
}

/** Say where one is. */
function describeFocus() {
  const finding = focus.sheet?.findings[focus.finding];
  if (!finding) return focus.sheet ? `${focus.sheet.id}: no finding in focus` : "";
  const place = focus.shown.indexOf(focus.finding) + 1;
  const where = place ? `Finding ${place} of ${focus.shown.length} in ${focus.sheet.id}` : focus.sheet.id;
  const wording = wordingOf(finding);
  const repair = wording === null ? "" : `; suggestion: ${wording ? reveal(wording) : "leave it out"}`;
  return `${where}: ${finding.severity}, ${STATES[stateOf(finding)].toLowerCase()}, ${shorten(reveal(finding.text), 90)}${repair}`;
}
