// The names of the run: searched, filtered by what they name and by what their forms are, and shown in portions.

const NAME_ORDERS = {
  count: ["Most mentions first", (one, other) => other.total - one.total || one.place - other.place],
  forms: ["Most forms first", (one, other) => other.forms.length - one.forms.length || one.place - other.place],
  name: ["By name", (one, other) => one.place - other.place],
  doubt: ["Least sure first", (one, other) => one.score - other.score || one.place - other.place],
};
const PORTION = 100;

const nameList = { all: null, found: [], shown: 0, kind: "", relations: new Set(), order: "count" };

/** Put names in order, and tell each its place, its mentions and what can be searched of it. */
function prepareNames(names) {
  const collator = new Intl.Collator("en", { numeric: true });
  names.sort((one, other) => collator.compare(one.canonical, other.canonical));
  names.forEach((name, place) => {
    const words = [name.canonical, name.entity, name.qid ?? "", ...name.forms.map((form) => form.text)];
    const total = name.forms.reduce((sum, form) => sum + form.count, 0);
    Object.assign(name, { place, total, words: fold(words.join("\n")) });
  });
  return names;
}

/** Return the forms of a name that fit the filter by relation. */
function pickForms(name) {
  return nameList.relations.size ? name.forms.filter((form) => nameList.relations.has(form.relation)) : name.forms;
}

function isFound(name) {
  if (nameList.kind && nameList.kind !== name.kind) return false;
  if (filter.words && !name.words.includes(filter.words)) return false;
  return !nameList.relations.size || name.forms.some((form) => nameList.relations.has(form.relation));
}

/** Count values; the most frequent come first. */
function tally(values) {
  const totals = new Map();
  for (const value of values) totals.set(value, (totals.get(value) ?? 0) + 1);
  return [...totals].sort((one, other) => other[1] - one[1]);
}

function makeChoice(label, id, options, chosen, choose) {
  const items = options.map(([value, words]) => make("option", { value, selected: value === chosen }, words));
  return make("label", {}, make("span", { class: "unseen" }, label), make("select", { id, change: (event) => choose(event.target.value) }, ...items));
}

function makeNameTools(changed) {
  const set = (field) => (value) => {
    nameList[field] = value;
    changed();
  };
  const kinds = tally(nameList.all.map((name) => name.kind)).map(([kind, number]) => [kind, `${NAME_KINDS[kind] ?? kind} (${plain.format(number)})`]);
  const relations = tally(nameList.all.flatMap((name) => name.forms.map((form) => form.relation))).filter(([relation]) => relation !== "canonical");
  const totals = new Map(relations);
  const show = (relation) => ({ words: [make("span", { class: `relation ${relation}` }, relation), " ", make("span", { class: "amount" }, plain.format(totals.get(relation)))], title: RELATIONS[relation] });
  return make(
    "div",
    { class: "names-tools", role: "group", "aria-label": "Filter names" },
    makeChoice("Kind of name", "name-kind", [["", "All kinds"], ...kinds], nameList.kind, set("kind")),
    makeChoice("Order", "name-order", Object.entries(NAME_ORDERS).map(([value, [words]]) => [value, words]), nameList.order, set("order")),
    makeChips("Relation of a form to its name", relations.map(([relation]) => relation), nameList.relations, show, changed),
  );
}

function makeNameTable() {
  const labels = ["Form", "Relation", "Count", "Score", "Documents"].map((label) => make("th", { scope: "col" }, label));
  return make("table", { id: "name-table" }, make("caption", { class: "unseen" }, "Forms of each name"), make("thead", {}, make("tr", {}, ...labels)));
}

/** Show the next portion of the names found. */
function growNames(open) {
  const next = nameList.found.slice(nameList.shown, nameList.shown + PORTION);
  nameList.shown += next.length;
  const blocks = next.map((name) => makeName(name, pickForms(name), open));
  byId("name-table").append(...blocks);
  const rest = nameList.found.length - nameList.shown;
  byId("name-more").hidden = rest === 0;
  byId("name-more").textContent = `Show ${plain.format(Math.min(rest, PORTION))} of ${plain.format(rest)} more`;
  return blocks[0];
}

/** Find the names that fit, and show the first of them. */
function showNames(open) {
  const { all } = nameList;
  nameList.found = all.filter(isFound).sort(NAME_ORDERS[nameList.order][1]);
  nameList.shown = 0;
  const many = nameList.found.length;
  byId("name-title").textContent = many === all.length ? count(many, "name") : `${plain.format(many)} of ${count(all.length, "name")}`;
  byId("name-table").replaceWith(makeNameTable());
  byId("name-table").hidden = many === 0;
  byId("name-none").hidden = many > 0;
  growNames(open);
}

/** Fill the view of names: its frame once, and what fits the filters each time. */
async function fillNames(node, open) {
  if (!nameList.all) {
    nameList.all = prepareNames(await source.names());
    const changed = () => {
      showNames(open);
      say(`${byId("name-title").textContent} shown`);
    };
    const more = () => growNames(open)?.querySelector("th").focus({ preventScroll: true });
    node.replaceChildren(
      make("div", { class: "names-head" }, make("h2", { id: "name-title" }), make("p", {}, `Every form of a name that was met, and what it is to the name it stands under.${open ? " A document opens where the form stands in it." : ""}`)),
      nameList.all.length > 1 ? makeNameTools(changed) : "",
      makeNameTable(),
      make("p", { id: "name-none", class: "empty" }, nameList.all.length ? "No name fits the filters." : "No name was linked."),
      make("button", { type: "button", class: "more", id: "name-more", click: more }),
    );
  }
  showNames(open);
}
