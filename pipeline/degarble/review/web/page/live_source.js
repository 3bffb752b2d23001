// Where the live page has its data from: the server, asked once for each document and beforehand for the next.

const KEPT_SHEETS = 40;
const sheets = new Map();

const run = { id: null, seq: 0, changed: 0, tally: {}, who: "", stale: new Set(), rules: [], folder: "" };

async function fetchSheet(number) {
  const { sheet, stands, stale, seq } = await ask(`/api/document/${number}`);
  prepareSheet(sheet);
  Object.assign(sheet, { number, seq, stale });
  sheet.findings.forEach((finding, index) => {
    const [status, replacement] = stands[index];
    finding.stand = { status, replacement };
  });
  if (stale) run.stale.add(number);
  return sheet;
}

/** Drop the documents that were looked at longest ago. */
function trimSheets() {
  for (const number of sheets.keys()) {
    if (sheets.size <= KEPT_SHEETS) return;
    sheets.delete(number);
  }
}

/** Return a document, from the shelf of those at hand if it is there. */
function takeSheet(number) {
  const known = sheets.get(number) ?? fetchSheet(number);
  sheets.delete(number);
  sheets.set(number, known);
  known.catch(() => sheets.delete(number));
  trimSheets();
  return known;
}

const source = {
  overview: () => ask("/api/overview"),
  counts: (shown) => ask(`/api/counts?${writeQuery(shown)}`),
  sheet: takeSheet,
  names: () => ask("/api/names"),
};
