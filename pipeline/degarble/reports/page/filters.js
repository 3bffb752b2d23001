// What is shown: a filter by words, kind, level and severity.

/** Tell whether anything is filtered. */
const isFiltering = () => Boolean(filter.words || filter.kind || filter.levels.size || filter.severities.size);

function fits(kind, level, severity) {
  if (filter.kind && filter.kind !== kind) return false;
  if (filter.levels.size && !filter.levels.has(level)) return false;
  return !filter.severities.size || filter.severities.has(severity);
}

/** Tell whether a finding of a document is shown. */
function isShown(finding, entry) {
  if (!fits(finding.kind, finding.level, finding.severity)) return false;
  return !filter.words || wordsOf(finding).includes(filter.words) || isNamed(entry);
}

function makeKinds(changed) {
  const totals = new Map();
  for (const entry of entries) {
    for (const [kind, , , , amount] of entry.counts) totals.set(kind, (totals.get(kind) ?? 0) + amount);
  }
  const kinds = [...totals].sort((one, other) => other[1] - one[1]);
  const options = kinds.map(([kind, amount]) => make("option", { value: kind }, `${kind} (${plain.format(amount)})`));
  const choose = (event) => {
    filter.kind = event.target.value;
    changed();
  };
  const select = make("select", { id: "kind", change: choose }, make("option", { value: "" }, "All kinds"), ...options);
  return make("label", {}, make("span", { class: "unseen" }, "Kind of damage"), select);
}

/** Fill the bar of filters; `changed` is called after each change. */
function fillFilters(node, changed) {
  const clear = () => {
    Object.assign(filter, { words: "", kind: "" });
    filter.levels.clear();
    filter.severities.clear();
    node.querySelectorAll("[aria-pressed]").forEach((chip) => chip.setAttribute("aria-pressed", "false"));
    byId("words").value = byId("kind").value = "";
    changed();
  };
  const level = (value) => ({ words: [LEVELS[value]], title: LEVEL_HINTS[value] });
  const severity = (value) => ({ words: [makeShape(value, { named: false }), make("span", { class: `line ${value}` }, value)] });
  node.replaceChildren(
    makeSearch(changed),
    makeKinds(changed),
    makeChips("Level", Object.keys(LEVELS), filter.levels, level, changed),
    makeChips("Severity", SEVERITIES, filter.severities, severity, changed),
    make("button", { type: "button", class: "quiet", id: "clear", click: clear }, "Show all"),
  );
}
