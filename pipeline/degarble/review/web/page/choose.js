// Which findings are shown and in what order they come: the bar of filters, and the same filter told to the server.

Object.assign(filter, { statuses: new Set(), rule: "", least: 0, here: false });

const QUEUES = { worst: "Worst first", reading: "Reading order", together: "Same together" };
const QUEUE_HINTS = {
  worst: "The most severe and surest findings first, whatever their document",
  reading: "Document by document, as one reads",
  together: "The same finding in all documents, one after the other",
};
const STATUSES = ["open", "applied", "accepted", "edited", "rejected", "unsure"];
const STATUS_WORDS = {
  open: "Undecided",
  applied: "By default",
  accepted: "Accepted",
  edited: "Edited",
  rejected: "Rejected",
  unsure: "Unsure",
};
const queue = { order: "worst" };

/** Return the filter as the server wants it in a query; a document is named only where it counts. */
function describeFilter() {
  return {
    levels: [...filter.levels].join(","),
    severities: [...filter.severities].join(","),
    kinds: filter.kind,
    statuses: [...filter.statuses].join(","),
    rule: filter.rule,
    least: filter.least || "",
    words: filter.words,
  };
}

/** Return the filter as the server wants it in a body. */
function packFilter() {
  const packed = {};
  for (const name of ["levels", "severities", "statuses"]) if (filter[name].size) packed[name] = [...filter[name]];
  if (filter.kind) packed.kinds = [filter.kind];
  if (filter.rule) packed.rule = filter.rule;
  if (filter.least) packed.least = filter.least;
  if (filter.words) packed.words = filter.words;
  if (filter.here) packed.document = focus.document;
  return packed;
}

const countFilters = () =>
  filter.levels.size + filter.statuses.size + Boolean(filter.kind) + Boolean(filter.rule) + Boolean(filter.least);
const isFiltering = () => Boolean(countFilters() || filter.words || filter.severities.size);

/** Tell whether going on passes over what is decided; not where only decided findings are asked for. */
const wantsOpen = () => !filter.statuses.size || filter.statuses.has("open");

const isIn = (set, value) => !set.size || set.has(value);

/** Tell whether a finding is shown. */
function isShown(finding) {
  if (filter.kind && filter.kind !== finding.kind) return false;
  if (filter.rule && filter.rule !== finding.rule) return false;
  if (finding.score < filter.least || !isIn(filter.levels, finding.level)) return false;
  if (!isIn(filter.severities, finding.severity) || !isIn(filter.statuses, finding.stand.status)) return false;
  return !filter.words || wordsOf(finding).includes(filter.words);
}

function clearFilters() {
  Object.assign(filter, { words: "", kind: "", rule: "", least: 0, here: false });
  for (const set of [filter.levels, filter.severities, filter.statuses]) set.clear();
}
