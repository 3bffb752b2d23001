// The text of a document as two columns of pieces, and the way from offsets to places on the page.

/** Turn the offsets of a document from code points into those of JavaScript strings, and tell its rows their findings. */
function prepareSheet(sheet) {
  const at = makeOffsets(sheet.text);
  for (const row of sheet.rows) [row[0], row[1]] = [at(row[0]), at(row[1])];
  const reasons = [...sheet.findings, ...sheet.origin].flatMap((item) => item.evidence);
  for (const item of [...sheet.findings, ...reasons]) {
    if (item.start === null) continue;
    [item.start, item.end] = [at(item.start), at(item.end)];
  }
  sheet.inRow = sheet.rows.map(() => []);
  sheet.findings.forEach((finding, index) => {
    for (const row of rowsOf(sheet, finding.start, finding.end)) sheet.inRow[row].push(index);
  });
  return sheet;
}

function makeOffsets(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (offset) => offset;
  const offsets = [];
  let place = 0;
  for (const char of text) {
    offsets.push(place);
    place += char.length;
  }
  offsets.push(place);
  return (offset) => offsets[offset] ?? place;
}

/** Return the number of the row that holds an offset. */
function rowAt(sheet, offset) {
  let low = 0;
  let high = sheet.rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sheet.rows[middle][0] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function rowsOf(sheet, start, end) {
  if (!sheet.rows.length) return [];
  const first = rowAt(sheet, start);
  const last = rowAt(sheet, Math.max(start, end - 1));
  return Array.from({ length: last - first + 1 }, (_, step) => first + step);
}

/** Cut a row at its findings: pieces of text, and stretches that belong to a finding. */
function cutRow(sheet, number) {
  const [start, end] = sheet.rows[number];
  const pieces = [];
  let place = start;
  for (const index of sheet.inRow[number]) {
    const finding = sheet.findings[index];
    const from = Math.max(finding.start, place);
    const to = Math.min(finding.end, end);
    if (to < from) continue;
    if (from > place) pieces.push({ text: sheet.text.slice(place, from) });
    const [first, last] = [finding.start >= start, finding.end <= end];
    pieces.push({ text: sheet.text.slice(from, to), index, finding, first, whole: first && last });
    place = to;
  }
  if (place < end) pieces.push({ text: sheet.text.slice(place, end) });
  return pieces;
}

function makeMark(tag, piece, ...children) {
  const { finding, index } = piece;
  const blank = piece.text.trim() === "" ? " blank" : / {2}|\t/.test(piece.text) && !/[\r\n]/.test(piece.text) ? " spaced" : "";
  const classes = `mark ${finding.severity} ${stateOf(finding)}${blank}`;
  return make(tag, { class: classes, "data-finding": index, title: finding.message }, ...children);
}

/** Show a piece of the original; where a repair keeps some of its words, the others stand out. */
function showBefore(piece) {
  if (!piece.finding) return piece.text;
  const parts = piece.whole ? changesOf(piece.finding) : [];
  if (!parts.length) return makeMark("mark", piece, piece.text);
  const words = parts.map(([before, after]) => (before === after ? before : make("span", { class: "gone" }, before)));
  return makeMark("mark", piece, ...words.filter((word) => word === "" || typeof word === "string" || word.textContent));
}

/** Show a piece as it reads after what was decided, or after the best suggestion. */
function showAfter(piece) {
  if (!piece.finding) return piece.text;
  const wording = wordingOf(piece.finding);
  if (wording === null) return makeMark("mark", piece, piece.text);
  if (wording === "") return makeMark("del", piece, piece.text);
  if (!piece.first) return null;
  const parts = changesOf(piece.finding).filter(([, after]) => after !== "");
  const words = parts.map(([before, after]) => (before === after ? after : make("span", { class: "new" }, after)));
  return makeMark("ins", { ...piece, text: wording }, ...(words.length ? words : [wording]));
}

/** Make a row: a paragraph beside its repair. */
function makeRow(sheet, number) {
  const [, , kind, lang] = sheet.rows[number];
  const pieces = cutRow(sheet, number);
  const cell = (name, show) => {
    const parts = pieces.map(show).filter((part) => part !== null);
    const attributes = { class: `cell ${name}`, role: "cell", dir: "auto", lang: lang && lang !== "und" ? lang : null };
    return make("div", attributes, ...parts);
  };
  const label = { class: `row ${kind}`, role: "row", "data-row": number };
  return make("div", label, cell("before", showBefore), cell("after", showAfter));
}

/** Return the range of the original's column that shows a stretch of the text; null when it is not on the page. */
function findRange(sheet, node, start, end) {
  const row = rowAt(sheet, start);
  const cell = node.querySelector(`[data-row="${row}"] > .before`);
  if (!cell) return null;
  const range = document.createRange();
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const limit = Math.min(end, sheet.rows[row][1]);
  let place = sheet.rows[row][0];
  let begun = false;
  while (walker.nextNode()) {
    const size = walker.currentNode.data.length;
    if (!begun && start < place + size) {
      range.setStart(walker.currentNode, start - place);
      begun = true;
    }
    if (begun && limit <= place + size) {
      range.setEnd(walker.currentNode, limit - place);
      return range;
    }
    place += size;
  }
  return begun ? range : null;
}
