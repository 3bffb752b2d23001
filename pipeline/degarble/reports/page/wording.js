// What stands in place of a finding, and which of its words are new.

const LONGEST_COMPARED = 400;

/** Return what stands, or would stand, in place of a finding; null where the text stays as it is. */
function wordingOf(finding) {
  const { stand, suggestions } = finding;
  if (stand && stand.status !== "open" && stand.status !== "unsure") return stand.replacement;
  return suggestions.length ? suggestions[0].text : null;
}

/** Return a finding's text and its wording word by word; empty where nothing of the text is kept. */
function changesOf(finding) {
  const wording = wordingOf(finding);
  if (wording === null) return [];
  return wording === finding.suggestions[0]?.text ? finding.changes : compareWords(finding.text, wording);
}

/** Return two texts word by word, `[[before, after]]`; empty when nothing or everything differs, or they are long. */
function compareWords(before, after) {
  const [old, now] = [before, after].map((text) => text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? []);
  if (!old.length || !now.length || old.length + now.length > LONGEST_COMPARED || before === after) return [];
  const pairs = alignWords(old, now, measureCommon(old, now));
  return pairs.some(([one, other]) => one === other && one.trim()) ? pairs : [];
}

/** Return for each pair of places how many words two lists have in common behind it. */
function measureCommon(old, now) {
  const common = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let k = now.length - 1; k >= 0; k -= 1) {
      common[i][k] = old[i] === now[k] ? common[i + 1][k + 1] + 1 : Math.max(common[i + 1][k], common[i][k + 1]);
    }
  }
  return common;
}

/** Return stretches that two lists share, and between them what one has and what the other. */
function alignWords(old, now, common) {
  const pairs = [];
  let [i, k] = [0, 0];
  while (i < old.length || k < now.length) {
    const isKept = i < old.length && k < now.length && old[i] === now[k];
    if (!pairs.length || (pairs.at(-1)[0] === pairs.at(-1)[1]) !== isKept) pairs.push(["", ""]);
    const isGone = !isKept && (k === now.length || (i < old.length && common[i + 1][k] >= common[i][k + 1]));
    if (isKept || isGone) pairs.at(-1)[0] += old[i++];
    if (!isGone) pairs.at(-1)[1] += now[k++];
  }
  return pairs;
}
