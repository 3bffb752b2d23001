// Documents out of the elements of the page, and their findings counted under a filter.

const haystacks = [];

/** Return the findings of a document as a filter sees them; read once, when words are searched for. */
function searchable(number) {
  haystacks[number] ??= readData(`document-${number}`).findings;
  return haystacks[number];
}

/** Count the findings of a document that are shown, by severity. */
function countShown(number) {
  const counts = { critical: 0, major: 0, minor: 0, neutral: 0, all: 0 };
  const add = (severity, amount) => {
    counts[severity] += amount;
    counts.all += amount;
  };
  if (filter.words) {
    searchable(number).forEach((finding) => isShown(finding, entries[number]) && add(finding.severity, 1));
  } else {
    for (const [kind, level, severity, , amount] of entries[number].counts) {
      if (fits(kind, level, severity)) add(severity, amount);
    }
  }
  return counts;
}

Object.assign(source, {
  sheet: async (number) => prepareSheet(readData(`document-${number}`)),
  counts: async () => entries.map((_, number) => countShown(number)),
});
