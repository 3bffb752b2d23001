// Where findings stand: as the server said, as was just decided and not answered yet, and how many stand where.

const DECIDED = ["accepted", "edited", "rejected", "unsure"];
const SIGNS = { proposed: "", flagged: "", applied: "✓", accepted: "✓", edited: "✎", rejected: "✕", unsure: "?" };

const onTheirWay = new Map();
const keyOf = (document, finding) => `${document}/${finding}`;

/** Note that a decision on a finding is on its way, or has arrived. */
function markOnItsWay(document, finding, amount) {
  const key = keyOf(document, finding);
  const left = (onTheirWay.get(key) ?? 0) + amount;
  if (left > 0) onTheirWay.set(key, left);
  else onTheirWay.delete(key);
}

/** Return where a finding stands after a judgement, before the server has said so. */
function foresee(finding, judgement, replacement) {
  const best = finding.suggestions[0]?.text ?? null;
  if (judgement === "accept") return { status: "accepted", replacement: replacement ?? best };
  if (judgement === "edit") return { status: "edited", replacement };
  if (judgement === "reject") return { status: "rejected", replacement: null };
  if (judgement === "unsure") return { status: "unsure", replacement: null };
  return finding.applied ? { status: "applied", replacement: best } : { status: "open", replacement: null };
}

function setStand(sheet, index, stand) {
  const finding = sheet.findings[index];
  run.tally[finding.stand.status] -= 1;
  run.tally[stand.status] = (run.tally[stand.status] ?? 0) + 1;
  finding.stand = stand;
}

/** Take over where the findings of a document stand; those on their way stay. Return the places that changed. */
function takeStands(sheet, stands) {
  const changed = [];
  stands.forEach(([status, replacement], index) => {
    const finding = sheet.findings[index];
    if (!finding || onTheirWay.has(keyOf(sheet.number, index))) return;
    if (finding.stand.status === status && finding.stand.replacement === replacement) return;
    finding.stand = { status, replacement };
    changed.push(index);
  });
  return changed;
}

/**
 * Take over what an answer says of the whole run; while decisions are on their way, the page knows better.
 * Documents at hand are to be asked for anew unless it is about one finding and nothing was decided in between.
 */
function takeRun({ seq, tally }, { isLocal = false } = {}) {
  if (!isLocal || seq > run.seq + 1) run.changed = Math.max(run.changed, seq);
  run.seq = Math.max(run.seq, seq);
  if (tally && !onTheirWay.size) run.tally = tally;
}

const countAll = () => Object.values(run.tally).reduce((sum, amount) => sum + amount, 0);
const isOpen = (finding) => finding.stand.status === "open";
