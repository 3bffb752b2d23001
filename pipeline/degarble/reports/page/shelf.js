// The list of documents, in the order one wants, and the masthead over it.

const ORDERS = {
  read: ["In order", () => 0],
  worst: ["Most serious first", (one, other) => weigh(other) - weigh(one)],
  many: ["Most findings first", (one, other) => other.counts.all - one.counts.all],
};

const shelf = { order: "read", list: [], shown: [] };

function makeEntry(number, counts, open) {
  const entry = entries[number];
  const [folder, name] = splitId(entry.id);
  const title = make("span", { class: "file", title: entry.id }, make("span", { class: "folder" }, folder), name);
  const about = make("span", { class: `about ${entry.verdict}` }, describeOrigin(entry));
  const button = make("button", { type: "button", "data-document": number, click: () => open(number) }, title, about, makeCounts(counts));
  return make("li", {}, button);
}

/** List the documents that have something to show under the filter. */
async function fillShelf(node, open) {
  const all = (await source.counts()).map((counts, number) => ({ number, counts }));
  const kept = all.filter(({ number, counts }) => !isFiltering() || counts.all || (filter.words && isNamed(entries[number]) && !filter.kind && !filter.levels.size && !filter.severities.size));
  const shown = kept.sort(ORDERS[shelf.order][1]);
  shelf.list = shown.map(({ number }) => number);
  shelf.shown = all.map(({ counts }) => counts.all);
  const reorder = async (event) => {
    shelf.order = event.target.value;
    await fillShelf(node, open);
    byId("order").focus();
  };
  const options = Object.entries(ORDERS).map(([value, [label]]) => make("option", { value, selected: value === shelf.order }, label));
  const many = isFiltering() ? `${plain.format(shown.length)} of ${count(entries.length, "document")}` : count(entries.length, "document");
  const order = make("label", {}, make("span", { class: "unseen" }, "Order"), make("select", { id: "order", change: reorder }, ...options));
  const list = make("ol", {}, ...shown.map(({ number, counts }) => makeEntry(number, counts, open)));
  node.replaceChildren(make("div", { class: "pane-head" }, make("h2", {}, many), entries.length > 1 ? order : null), list);
}

/** Mark the document in focus in the list. */
function markEntry(node, number) {
  node.querySelector("[aria-current]")?.removeAttribute("aria-current");
  const button = node.querySelector(`[data-document="${number}"]`);
  button?.setAttribute("aria-current", "true");
  button?.scrollIntoView({ block: "nearest" });
}

/** Fill the masthead: how much there is, and who wrote it. */
function fillMasthead() {
  const totals = { applied: 0, open: 0, flag: 0, words: 0 };
  for (const entry of entries) {
    totals.words += entry.words;
    for (const [, level, , applied, amount] of entry.counts) totals[applied ? "applied" : level === "flag" ? "flag" : "open"] += amount;
  }
  const parts = [
    count(entries.length, "document"),
    count(totals.words, "word"),
    `${plain.format(totals.applied)} repaired`,
    `${plain.format(totals.open)} proposed`,
    `${plain.format(totals.flag)} flagged`,
  ];
  byId("tally").replaceChildren(...parts.map((part) => make("span", {}, part)));
  document.title = `Review of ${count(entries.length, "document")}`;
  fillVerdicts(byId("verdicts"));
}

function fillVerdicts(node) {
  const labels = Object.keys(VERDICTS).map((label) => [label, entries.filter((entry) => entry.verdict === label).length]);
  const parts = labels.filter(([, amount]) => amount).map(([label, amount]) => {
    const words = { machine: "machine", spun: "spun", human: "human", unsure: "undecided" }[label];
    const bar = make("span", { class: `bar ${label}`, "aria-hidden": "true" });
    const part = make("li", { title: VERDICTS[label] }, bar, make("span", {}, `${plain.format(amount)} ${words}`));
    part.style.setProperty("--share", String(amount));
    return part;
  });
  node.replaceChildren(make("ul", { "aria-label": "Verdicts" }, ...parts));
}
