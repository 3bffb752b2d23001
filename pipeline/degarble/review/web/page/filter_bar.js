// The bar of filters: what one asks for often in sight, the rest one line below.

function makePick(label, id, options, chosen, pick) {
  const items = options.map(([value, words]) => make("option", { value, selected: value === chosen }, words));
  return make(
    "label",
    { class: "pick" },
    make("span", {}, label),
    make("select", { id, change: (event) => pick(event.target.value) }, ...items),
  );
}

function makeOrders(changed) {
  const pick = (order) => {
    queue.order = order;
    fillFilterBar(changed);
    byId(`order-${order}`).focus();
    changed({ order: true });
  };
  const buttons = Object.entries(QUEUES).map(([order, words]) => {
    const isOn = String(order === queue.order);
    return make(
      "button",
      {
        type: "button",
        id: `order-${order}`,
        "aria-pressed": isOn,
        title: QUEUE_HINTS[order],
        click: () => pick(order),
      },
      words,
    );
  });
  return make("div", { class: "views orders", role: "group", "aria-label": "Order of the queue" }, ...buttons);
}

function countKinds() {
  const totals = new Map();
  for (const { counts } of entries)
    for (const [kind, , , , amount] of counts) totals.set(kind, (totals.get(kind) ?? 0) + amount);
  return [...totals].sort((one, other) => other[1] - one[1]);
}

const listAmounts = (pairs) =>
  pairs.map(([name, amount]) => [name, `${name.replaceAll("-", " ")} (${plain.format(amount)})`]);

function makeScorePick(changed) {
  const words = () => (filter.least ? `at least ${percent(filter.least)}` : "any");
  const output = make("output", { for: "least" }, words());
  const input = (event) => {
    filter.least = Number(event.target.value) / 100;
    output.textContent = words();
  };
  const attributes = {
    type: "range",
    id: "least",
    min: 0,
    max: 95,
    step: 5,
    value: Math.round(100 * filter.least),
    input,
    change: () => changed(),
  };
  return make("label", { class: "pick" }, make("span", {}, "Certainty"), make("input", attributes), output);
}

function makeMoreFilters(changed) {
  const set = (field) => (value) => {
    filter[field] = value;
    changed();
  };
  const level = (value) => ({ words: [LEVELS[value]], title: LEVEL_HINTS[value] });
  const status = (value) => ({ words: [STATUS_WORDS[value]] });
  const rules = run.rules.map(([rule, amount]) => [rule, `${rule} (${plain.format(amount)})`]);
  return make(
    "div",
    { class: "more-filters", id: "more-filters", hidden: !filterBar.isOpen },
    makeChips("Status", STATUSES, filter.statuses, status, changed),
    makeChips("Level", Object.keys(LEVELS), filter.levels, level, changed),
    makePick("Kind", "kind", [["", "all"], ...listAmounts(countKinds())], filter.kind, set("kind")),
    makePick("Rule", "rule", [["", "all"], ...rules], filter.rule, set("rule")),
    makeScorePick(changed),
  );
}

const filterBar = { isOpen: false };

function makeMoreButton() {
  const flip = (event) => {
    filterBar.isOpen = !filterBar.isOpen;
    byId("more-filters").hidden = !filterBar.isOpen;
    event.currentTarget.setAttribute("aria-expanded", String(filterBar.isOpen));
  };
  const amount = countFilters();
  const words = amount ? `Filters · ${amount}` : "Filters";
  const attributes = {
    type: "button",
    class: "chip",
    id: "show-filters",
    "aria-expanded": String(filterBar.isOpen),
    "aria-controls": "more-filters",
    click: flip,
  };
  return make("button", attributes, words);
}

function makeHereChip(changed) {
  const press = (event) => {
    filter.here = !filter.here;
    event.currentTarget.setAttribute("aria-pressed", String(filter.here));
    changed();
  };
  const attributes = {
    type: "button",
    class: "chip",
    id: "here",
    "aria-pressed": String(filter.here),
    title: "Go on inside this document only",
    click: press,
  };
  return make("button", attributes, "This document");
}

/** Fill the bar of filters as the filter is; `changed` is called after each change. */
function fillFilterBar(changed) {
  const clear = () => {
    clearFilters();
    fillFilterBar(changed);
    byId("words").focus();
    changed();
  };
  const update = () => {
    byId("show-filters").replaceWith(makeMoreButton());
    changed();
  };
  const severity = (value) => ({ words: [makeShape(value, { named: false }), value] });
  byId("filters").replaceChildren(
    makeSearch(update, "Search findings"),
    makeChips("Severity", SEVERITIES, filter.severities, severity, update),
    makeHereChip(update),
    makeMoreButton(),
    make("button", { type: "button", class: "quiet", id: "clear", click: clear }, "Show all"),
    makeOrders(changed),
    makeMoreFilters(update),
  );
  byId("words").title = "Search (/)";
  byId("words").value = filter.words;
}
