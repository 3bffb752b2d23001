// The list of names, and the tools over it.

function makeNameLine(key) {
  const name = findName(key);
  const decided = decisionsOn(name);
  const isChosen = nameView.chosen.has(key);
  const facts = [NAME_KINDS[name.kind] ?? name.kind, count(name.forms.length, "form"), count(name.total, "mention")];
  return make(
    "button",
    { type: "button", class: `name-line${isChosen ? " chosen" : ""}`, click: () => selectName(key) },
    make(
      "span",
      { class: "name-words" },
      make("span", { class: "name-text", dir: "auto" }, reveal(name.canonical)),
      isChosen ? make("span", { class: "tick" }, "✓", make("span", { class: "unseen" }, "chosen")) : null,
    ),
    make(
      "span",
      { class: "meta" },
      ...facts.map((fact) => make("span", {}, fact)),
      decided.length ? make("span", { class: "by" }, decided.at(-1).who || "decided") : null,
    ),
  );
}

/** Lay out the view of names, once. */
function layNames() {
  const side = make("section", { class: "name-side", id: "name-side", "aria-label": "All names" });
  const list = new LongList({
    scroller: side,
    height: 3.5,
    label: "Names",
    makeLine: makeNameLine,
    keyOf: (key) => key,
  });
  nameView.list = list;
  side.append(make("div", { class: "pane-head name-head", id: "name-head" }), list.node);
  const main = make("section", { class: "name-main", id: "name-main", tabindex: -1, "aria-label": "Name" });
  byId("names").replaceChildren(side, main);
  byId("name-head").replaceChildren(...makeNameTools());
}

function makeNameSelect(label, id, options, field) {
  const items = options.map(([value, words]) => make("option", { value, selected: value === nameView[field] }, words));
  const change = (event) => {
    nameView[field] = event.target.value;
    showNames();
  };
  return make("label", {}, make("span", { class: "unseen" }, label), make("select", { id, change }, ...items));
}

function makeNameTools() {
  let timer = 0;
  const input = (event) => {
    clearTimeout(timer);
    nameView.words = fold(event.target.value.trim());
    timer = setTimeout(showNames, 120);
  };
  const search = make("input", {
    type: "search",
    id: "name-words",
    placeholder: "Search names",
    title: "Search (/)",
    autocomplete: "off",
    input,
    keydown: keepWords,
  });
  const kinds = Object.entries(NAME_KINDS).map(([kind, words]) => [kind, words]);
  return [
    make("h2", { id: "name-title" }),
    make(
      "p",
      { class: "later" },
      "What you decide shows here at once; texts follow when ",
      make("code", {}, "degarble repair"),
      " is run again.",
    ),
    make("label", { class: "search" }, make("span", { class: "unseen" }, "Search names"), search),
    makeNameSelect("Kind of name", "name-kind", [["", "All kinds"], ...kinds], "kind"),
    makeNameSelect(
      "Order",
      "name-order",
      Object.entries(NAME_ORDERS).map(([value, [words]]) => [value, words]),
      "order",
    ),
  ];
}

/** Show the names that fit, and the one in focus. */
function showNames() {
  const found = nameView.all.filter(isNameShown).sort(NAME_ORDERS[nameView.order][1]);
  nameView.items = found.map((name) => name.key);
  const many = found.length;
  byId("name-title").textContent =
    many === nameView.all.length
      ? count(many, "name")
      : `${plain.format(many)} of ${count(nameView.all.length, "name")}`;
  if (!findName(nameView.current)) nameView.current = nameView.items[0] ?? null;
  nameView.list.fill(nameView.items);
  nameView.list.mark(nameView.current);
  fillName();
}

function selectName(key) {
  nameView.current = key;
  nameView.list.mark(key);
  fillName();
  say(key === null ? "" : describeName(findName(key)));
}

const describeName = (name) =>
  `${name.canonical}: ${count(name.forms.length, "form")}, ${count(name.total, "mention")}`;

function stepName(amount) {
  const place = nameView.items.indexOf(nameView.current);
  const next = nameView.items[place < 0 ? 0 : place + amount];
  if (next === undefined) say(amount < 0 ? "This is the first name." : "This is the last name.");
  else selectName(next);
}

/** Choose a name or leave it; of the chosen ones two can be merged. */
function flipChosen(key = nameView.current) {
  if (key === null) return;
  if (!nameView.chosen.delete(key)) {
    if (nameView.chosen.size === 2) nameView.chosen.delete([...nameView.chosen][0]);
    nameView.chosen.add(key);
  }
  nameView.list.redraw();
  fillName();
  say(`${count(nameView.chosen.size, "name")} chosen`);
}

const NAME_KEYS = {
  j: () => stepName(1),
  k: () => stepName(-1),
  x: () => flipChosen(),
  m: () => openMerge(),
  r: () => openRename(),
  z: () => undoLast(),
};
