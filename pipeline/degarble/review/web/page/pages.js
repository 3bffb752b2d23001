// The rows of the article in focus: built in portions as they come near, taken away as they go.

const PORTION_ROWS = 24;
const pages = { sheet: null, portions: [], watcher: null, isPreview: false };

/** Guess the height of a portion from its letters, in pixels, until it was measured. */
function guessHeight(sheet, first, last) {
  const letters = sheet.rows
    .slice(first, last)
    .reduce((sum, [start, end]) => sum + Math.ceil((end - start) / 44) + 1, 0);
  return letters * 28;
}

/** Lay out the article: empty portions that fill as they come near. */
function layPages(sheet) {
  pages.watcher?.disconnect();
  pages.watcher = new IntersectionObserver(watchPortions, { root: byId("reader"), rootMargin: "150% 0px" });
  pages.sheet = sheet;
  pages.portions = [];
  for (let first = 0; first < sheet.rows.length; first += PORTION_ROWS) {
    const last = Math.min(sheet.rows.length, first + PORTION_ROWS);
    const node = make("div", { class: "portion", role: "rowgroup", "data-portion": pages.portions.length });
    node.style.height = `${guessHeight(sheet, first, last)}px`;
    pages.portions.push({ node, first, last, isBuilt: false });
  }
  byId("pages").append(...pages.portions.map(({ node }) => node));
  pages.portions.slice(0, 1).forEach(buildPortion);
  pages.portions.forEach(({ node }) => pages.watcher.observe(node));
}

function watchPortions(changes) {
  for (const { target, isIntersecting } of changes) {
    const portion = pages.portions[Number(target.dataset.portion)];
    if (portion?.node !== target) continue;
    if (isIntersecting) buildPortion(portion);
    else emptyPortion(portion);
  }
}

function buildPortion(portion) {
  if (portion.isBuilt) return;
  portion.isBuilt = true;
  const rows = [];
  for (let row = portion.first; row < portion.last; row += 1) rows.push(drawRow(row));
  portion.node.replaceChildren(...rows);
  portion.node.style.height = "";
}

/** Take the rows of a portion away; its height stays. */
function emptyPortion(portion) {
  if (!portion.isBuilt || holdsFocus(portion)) return;
  portion.node.style.height = `${portion.node.offsetHeight}px`;
  portion.node.replaceChildren();
  portion.isBuilt = false;
}

/** Tell whether the finding in focus stands in a portion. */
function holdsFocus({ first, last }) {
  const finding = focus.sheet?.findings[focus.finding];
  if (!finding) return false;
  const row = rowAt(pages.sheet, finding.start);
  return row >= first && row < last;
}

function drawRow(number) {
  const row = pages.isPreview ? makePreviewRow(pages.sheet, number) : makeRow(pages.sheet, number);
  for (const mark of row.querySelectorAll("[data-finding]")) dressMark(mark);
  return row;
}

/** Show by a mark's looks whether the filter leaves it out and whether it is in focus. */
function dressMark(mark) {
  const index = Number(mark.dataset.finding);
  mark.classList.toggle("dim", !isShown(pages.sheet.findings[index]) && index !== focus.finding);
  mark.classList.toggle("current", index === focus.finding);
}

const dressMarks = () => byId("pages")?.querySelectorAll("[data-finding]").forEach(dressMark);

/** Build the portion that holds a row. */
function reachRow(row) {
  const portion = pages.portions[Math.floor(row / PORTION_ROWS)];
  if (portion) buildPortion(portion);
}

/** Draw anew the rows in which findings stand. */
function redrawFindings(indexes) {
  const places = indexes.map((index) => pages.sheet.findings[index]);
  const rows = new Set(places.flatMap(({ start, end }) => rowsOf(pages.sheet, start, end)));
  for (const row of rows) byId("pages").querySelector(`[data-row="${row}"]`)?.replaceWith(drawRow(row));
}

function buildAllPages() {
  pages.watcher?.disconnect();
  pages.portions.forEach(buildPortion);
}

/** Show a piece as it would be written: what was decided and what is applied by default, nothing else. */
function showFinal(piece) {
  if (!piece.finding) return piece.text;
  const { status, replacement } = piece.finding.stand;
  const isChanged = replacement !== null && ["applied", "accepted", "edited"].includes(status);
  const words = !isChanged ? piece.text : piece.first ? replacement : "";
  const classes = `mark final ${piece.finding.severity} ${isChanged ? "changed" : "still"}`;
  return make("span", { class: classes, "data-finding": piece.index, title: piece.finding.message }, words);
}

function makePreviewRow(sheet, number) {
  const [, , kind, lang] = sheet.rows[number];
  const attributes = { class: "cell", role: "cell", dir: "auto", lang: lang && lang !== "und" ? lang : null };
  const parts = cutRow(sheet, number).map(showFinal);
  return make(
    "div",
    { class: `row single ${kind}`, role: "row", "data-row": number },
    make("div", attributes, ...parts),
  );
}
