// Two names become one: the other is searched for, and which of both stays is shown before it is done.

const MANY_FOUND = 8;
const merging = { from: null, into: null, found: [], place: 0 };

/** Open the dialog; with two names at once the second stays. */
function openMerge(one = findName(nameView.current), other = null) {
  if (!one) return;
  Object.assign(merging, { from: one, into: other, found: [], place: 0 });
  fillMerge();
  byId("merge").showModal();
  byId(other ? "merge-go" : "merge-words").focus();
}

/** Find names by words: those that begin with them first, else those that sound alike by their letters. */
function searchNames(words) {
  const wanted = fold(words.trim());
  const others = nameView.all.filter((name) => name !== merging.from);
  const rank = (name) => (fold(name.canonical).startsWith(wanted) ? 0 : 1);
  const found = wanted
    ? others
        .filter((name) => name.words.includes(wanted))
        .sort((one, other) => rank(one) - rank(other) || other.total - one.total)
    : listAlike(others);
  return found.slice(0, MANY_FOUND);
}

/** Return names that share most pairs of letters with the one to be merged. */
function listAlike(others) {
  const pairsOf = (text) =>
    new Set(
      Array.from(fold(text))
        .slice(0, -1)
        .map((letter, place) => letter + Array.from(fold(text))[place + 1]),
    );
  const own = pairsOf(merging.from.canonical);
  const liken = (name) => {
    const pairs = pairsOf(name.canonical);
    return [...pairs].filter((pair) => own.has(pair)).length / (own.size + pairs.size || 1);
  };
  return others
    .filter((name) => name.kind === merging.from.kind)
    .map((name) => [liken(name), name])
    .sort((one, other) => other[0] - one[0])
    .map(([, name]) => name);
}

function makeOption(name, place) {
  const isOn = place === merging.place;
  const attributes = {
    role: "option",
    id: `merge-option-${place}`,
    class: "merge-option",
    "aria-selected": String(isOn),
    click: () => pickOther(name),
  };
  return make(
    "li",
    attributes,
    make("span", { class: "name-text", dir: "auto" }, reveal(name.canonical)),
    make(
      "span",
      { class: "meta" },
      make("span", {}, NAME_KINDS[name.kind] ?? name.kind),
      make("span", {}, count(name.total, "mention")),
    ),
  );
}

function fillOptions() {
  const input = byId("merge-words");
  merging.found = searchNames(input.value);
  merging.place = Math.min(merging.place, Math.max(0, merging.found.length - 1));
  byId("merge-options").replaceChildren(...merging.found.map(makeOption));
  if (merging.found.length) input.setAttribute("aria-activedescendant", `merge-option-${merging.place}`);
  else byId("merge-options").replaceChildren(make("li", { class: "empty" }, "No name is found."));
}

function pickOther(name) {
  merging.into = name;
  fillMerge();
  byId("merge-go").focus();
}

function pressInSearch(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    merging.place = Math.max(0, Math.min(merging.found.length - 1, merging.place + step));
    fillOptions();
  }
  if (event.key === "Enter") {
    event.preventDefault();
    if (merging.found.length) pickOther(merging.found[merging.place]);
  }
}

function makeSearchPart() {
  const input = (event) => {
    merging.place = 0;
    fillOptions(event.target.value);
  };
  const attributes = {
    type: "text",
    id: "merge-words",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "merge-options",
    "aria-autocomplete": "list",
    autocomplete: "off",
    placeholder: "Search the other name",
    "aria-label": "The other name",
    input,
    keydown: pressInSearch,
  };
  return [make("input", attributes), make("ul", { id: "merge-options", role: "listbox", "aria-label": "Names" })];
}

function makeConfirmPart() {
  const { from, into } = merging;
  const swap = () => {
    Object.assign(merging, { from: into, into: from });
    fillMerge();
    byId("merge-swap").focus();
  };
  const line = (name, words) =>
    make(
      "p",
      { class: "merge-line" },
      make("span", { class: "name-text", dir: "auto" }, reveal(name.canonical)),
      make(
        "span",
        { class: "meta" },
        make("span", {}, words),
        make("span", {}, describeName(name).slice(name.canonical.length + 2)),
      ),
    );
  return [
    line(into, "stays"),
    line(from, "becomes a form of it"),
    make("button", { type: "button", class: "link", id: "merge-swap", click: swap }, "The other way round"),
  ];
}

function fillMerge() {
  const { from, into } = merging;
  const close = () => byId("merge").close();
  const submit = (event) => {
    event.preventDefault();
    if (!merging.into) return;
    close();
    const [form, name] = [merging.from.canonical, merging.into.canonical];
    afterAll(() => decideName(form, name, "accept", { words: `${form} is ${name}`, stay: name }));
  };
  const buttons = [make("button", { type: "button", class: "act solo plain", click: close }, "Cancel", makeKey("Esc"))];
  if (into)
    buttons.push(
      make("button", { type: "submit", class: "act solo accept", id: "merge-go" }, "Merge", makeKey("Enter")),
    );
  const title = into ? "Merge two names" : `Merge ${from.canonical} with …`;
  byId("merge").replaceChildren(
    make(
      "form",
      { submit },
      make("h2", { id: "merge-title", dir: "auto" }, title),
      ...(into ? makeConfirmPart() : makeSearchPart()),
      make("div", { class: "dialog-buttons" }, ...buttons),
    ),
  );
  if (!into) fillOptions();
}
