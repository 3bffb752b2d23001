// The list of documents: what each is, what was found, how much of it is decided.

const SHELF_ORDERS = {
  read: ["In order", () => 0],
  worst: ["Most serious first", (one, other) => weigh(other) - weigh(one)],
  todo: ["Most undecided first", (one, other) => other.counts.undecided - one.counts.undecided],
};
const NOTHING = { critical: 0, major: 0, minor: 0, neutral: 0, all: 0, undecided: 0 };

const shelf = { order: "read", counts: null, items: [], list: null, ticket: 0 };

/** Return what is shown of a document; until the server has counted, all that was found in it and nothing on progress. */
function countsOf(number) {
  if (shelf.counts) return shelf.counts.get(number) ?? NOTHING;
  const counts = { ...NOTHING, undecided: null };
  for (const [, , severity, , amount] of entries[number].counts) {
    counts[severity] += amount;
    counts.all += amount;
  }
  return counts;
}

/** Return counts of the server, `[document, critical, major, minor, neutral, undecided]`, by document. */
function readCounts(rows) {
  return new Map(
    rows.map(([number, critical, major, minor, neutral, undecided]) => {
      return [number, { critical, major, minor, neutral, undecided, all: critical + major + minor + neutral }];
    }),
  );
}

/** Count what is shown of the document in focus, where decisions may not have arrived at the server yet. */
function recount(sheet) {
  const counts = { ...NOTHING };
  for (const finding of sheet.findings.filter(isShown)) {
    counts[finding.severity] += 1;
    counts.all += 1;
    if (isOpen(finding)) counts.undecided += 1;
  }
  shelf.counts?.set(sheet.number, counts);
  shelf.list?.redraw();
}

function makeProgress(counts) {
  const bar = make("span", { class: "thin-bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", String(counts.all ? 1 - counts.undecided / counts.all : 1));
  return bar;
}

function tellProgress(counts) {
  if (!counts.all || counts.undecided === null) return null;
  const decided = counts.all - counts.undecided;
  const words = counts.undecided ? `${plain.format(decided)} of ${plain.format(counts.all)}` : "done";
  return make(
    "span",
    { class: "done-words", title: `${decided} of ${counts.all} decided` },
    words,
    make("span", { class: "unseen" }, " decided"),
  );
}

function makeShelfLine(number) {
  const entry = entries[number];
  const counts = countsOf(number);
  const [folder, name] = splitId(entry.id);
  const stale = run.stale.has(number)
    ? make("span", { class: "stale", title: "The file changed after it was examined" }, "changed since")
    : null;
  return make(
    "button",
    { type: "button", class: "shelf-line", "data-document": number, click: () => visit(number) },
    make(
      "span",
      { class: "file", title: entry.id },
      folder ? make("span", { class: "folder" }, folder) : null,
      make("span", { class: "file-name" }, name),
    ),
    make("span", { class: "about" }, make("span", { class: `who ${entry.verdict}` }, describeOrigin(entry)), stale),
    make("span", { class: "shelf-counts" }, makeCounts(counts), tellProgress(counts)),
    counts.all && counts.undecided !== null ? makeProgress(counts) : null,
  );
}

function makeShelfHead() {
  const many = isFiltering()
    ? `${plain.format(shelf.items.length)} of ${count(entries.length, "document")}`
    : count(entries.length, "document");
  const reorder = (event) => {
    shelf.order = event.target.value;
    fillShelf();
    byId("shelf-order").focus();
  };
  const options = Object.entries(SHELF_ORDERS).map(([value, [label]]) =>
    make("option", { value, selected: value === shelf.order }, label),
  );
  const select = make("select", { id: "shelf-order", change: reorder }, ...options);
  return [
    make("h2", {}, many),
    entries.length > 1 ? make("label", {}, make("span", { class: "unseen" }, "Order"), select) : null,
  ];
}

/** List the documents that have something to show, by the counts at hand. */
function fillShelf() {
  if (!shelf.list) {
    const options = {
      scroller: byId("shelf"),
      height: 5.25,
      label: "Documents",
      makeLine: makeShelfLine,
      keyOf: (number) => number,
    };
    shelf.list = new LongList(options);
    byId("shelf").append(make("div", { class: "pane-head", id: "shelf-head" }), shelf.list.node);
  }
  const kept = entries
    .map((_, number) => number)
    .filter((number) => !isFiltering() || countsOf(number).all || (filter.words && isNamed(entries[number])));
  const [, compare] = SHELF_ORDERS[shelf.order];
  const named = (number) => ({ counts: countsOf(number) });
  shelf.items = kept.sort((one, other) => compare(named(one), named(other)) || one - other);
  byId("shelf-head").replaceChildren(...makeShelfHead().filter(Boolean));
  shelf.list.fill(shelf.items);
}

/** Ask for the counts under the filter and list the documents by them. */
async function refreshShelf() {
  shelf.ticket += 1;
  const { ticket } = shelf;
  const { counts } = await source.counts(describeFilter());
  if (ticket !== shelf.ticket) return;
  shelf.counts = readCounts(counts);
  fillShelf();
  if (focus.sheet) recount(focus.sheet);
}
