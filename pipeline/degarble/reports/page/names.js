// The names of the run: each with its forms, how often and where they stand.

const nameList = { all: null, limit: 100 };

function loadNames() {
  if (nameList.all) return nameList.all;
  const names = [];
  for (let number = 0, name = readData("name-0"); name; number += 1, name = readData(`name-${number}`)) names.push(name);
  for (const name of names) name.words = fold([name.canonical, name.entity, ...name.forms.map((form) => form.text)].join("\n"));
  nameList.all = names;
  return names;
}

function makePlaces(form, open) {
  const links = form.documents.slice(0, 4).map((place) => {
    if (typeof place === "string") return make("li", {}, place);
    const go = () => open(place, form.text);
    return make("li", {}, make("button", { type: "button", class: "link", title: entries[place].id, click: go }, splitId(entries[place].id)[1]));
  });
  const rest = form.documents.length - links.length;
  return make("ul", { class: "places" }, ...links, rest > 0 ? make("li", {}, `and ${plain.format(rest)} more`) : null);
}

function makeForm(form, open) {
  return make(
    "tr",
    { class: form.relation },
    make("td", { class: "form", dir: "auto" }, reveal(form.text)),
    make("td", {}, make("span", { class: "relation" }, form.relation), form.evidence ? make("span", { class: "because" }, form.evidence) : null),
    make("td", { class: "number" }, plain.format(form.count)),
    make("td", { class: "number" }, percent(form.score)),
    make("td", {}, makePlaces(form, open)),
  );
}

function makeName(name, open) {
  const total = name.forms.reduce((sum, form) => sum + form.count, 0);
  const facts = [NAME_KINDS[name.kind] ?? name.kind, count(name.forms.length, "form"), count(total, "mention"), name.qid].filter(Boolean);
  const head = make("th", { colspan: 5, scope: "rowgroup" }, make("span", { class: "name-title", dir: "auto" }, name.canonical), make("span", { class: "meta" }, ...facts.map((fact) => make("span", {}, fact))));
  return make("tbody", {}, make("tr", { class: "name" }, head), ...name.forms.map((form) => makeForm(form, open)));
}

/** Fill the view of names; many are shown in portions. */
function fillNames(node, open) {
  const all = loadNames();
  const found = all.filter((name) => !filter.words || name.words.includes(filter.words));
  const shown = found.slice(0, nameList.limit);
  const labels = ["Form", "Relation", "Count", "Score", "Documents"].map((label) => make("th", { scope: "col" }, label));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...labels)), ...shown.map((name) => makeName(name, open)));
  const more = () => {
    nameList.limit *= 4;
    fillNames(node, open);
  };
  const title = found.length === all.length ? count(all.length, "name") : `${plain.format(found.length)} of ${count(all.length, "name")}`;
  node.replaceChildren(
    make("div", { class: "names-head" }, make("h2", {}, title), make("p", {}, "Every form of a name that was met, and what it is to the form that stands first. A form leads to its documents.")),
    shown.length ? table : make("p", { class: "empty" }, all.length ? "No name fits the search." : "No name was linked."),
    ...(found.length > shown.length ? [make("button", { type: "button", class: "more", click: more }, `Show more of ${count(found.length, "name")}`)] : []),
  );
}
