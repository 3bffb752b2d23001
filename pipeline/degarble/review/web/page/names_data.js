// The names of the run as they were decided: kept by their canonical form, searched, and decided on.

const NAME_ORDERS = {
  count: ["Most mentions first", (one, other) => other.total - one.total || one.place - other.place],
  forms: ["Most forms first", (one, other) => other.forms.length - one.forms.length || one.place - other.place],
  doubt: ["Least sure first", (one, other) => one.score - other.score || one.place - other.place],
  name: ["By name", (one, other) => one.place - other.place],
};
const byName = new Intl.Collator("en", { numeric: true });

const nameView = {
  all: [],
  decisions: new Map(),
  items: [],
  current: null,
  chosen: new Set(),
  order: "count",
  kind: "",
  words: "",
  list: null,
};

/** Give each name a key of its own, its mentions, and what can be searched of it. */
function prepareNames(names) {
  const seen = new Map();
  names.sort((one, other) => byName.compare(one.canonical, other.canonical));
  names.forEach((name, place) => {
    const again = seen.get(name.canonical) ?? 0;
    seen.set(name.canonical, again + 1);
    const words = [name.canonical, name.entity, name.qid ?? "", ...name.forms.map((form) => form.text)];
    const total = name.forms.reduce((sum, form) => sum + form.count, 0);
    Object.assign(name, {
      place,
      total,
      key: again ? `${name.canonical}\n${again}` : name.canonical,
      words: fold(words.join("\n")),
    });
  });
  return names;
}

/** Sort decisions by the forms they are about. */
function indexDecisions(decisions) {
  const found = new Map();
  for (const decision of decisions) {
    const forms = new Set([decision.form, decision.name, decision.replacement ?? ""].filter(Boolean).map(fold));
    for (const form of forms) found.set(form, [...(found.get(form) ?? []), decision]);
  }
  return found;
}

/** Return what was decided on a name; of names with the same forms each shows it. */
function decisionsOn(name) {
  if (!nameView.decisions.size) return [];
  const forms = new Set([name.canonical, ...name.forms.map((form) => form.text)].map(fold));
  return [...new Set([...forms].flatMap((form) => nameView.decisions.get(form) ?? []))];
}

function isNameShown(name) {
  if (nameView.kind && nameView.kind !== name.kind) return false;
  return !nameView.words || name.words.includes(nameView.words);
}

const findName = (key) => nameView.all.find((name) => name.key === key) ?? null;

function takeNames({ names, decisions }) {
  nameView.all = prepareNames(names);
  nameView.decisions = indexDecisions(decisions);
  for (const key of nameView.chosen) if (!findName(key)) nameView.chosen.delete(key);
}

/** Ask for the names anew and show them. */
async function refreshNames() {
  if (!nameView.list) layNames();
  const before = findName(nameView.current);
  takeNames(await source.names());
  if (before && !findName(nameView.current)) nameView.current = findNameWith(before.forms[0]?.text ?? "")?.key ?? null;
  showNames();
}

/** Decide on two forms, show what became of the names, and stay with the name that has a form. */
async function decideName(form, name, judgement, { replacement = null, note = "", words, stay }) {
  const answer = await askChange("/api/name", { form, name, judgement, replacement, note });
  takeRun(answer);
  takeNames(answer);
  nameView.chosen.clear();
  nameView.current = findNameWith(stay)?.key ?? nameView.current;
  showNames();
  refreshShelf().catch(complain);
  const reach = answer.findings ? `; bears on ${sumUp(answer.findings, answer.documents)}` : "";
  tellNameLast(words);
  say(`${words}${reach}`);
}

/** Return the name a form stands for: the one it names first, else one that has it. */
function findNameWith(form) {
  const wanted = fold(form);
  const named = nameView.all.find((name) => fold(name.canonical) === wanted);
  return named ?? nameView.all.find((name) => name.forms.some((item) => fold(item.text) === wanted)) ?? null;
}

function tellNameLast(words, { canUndo = true } = {}) {
  const undo = make(
    "button",
    { type: "button", class: "link", title: "Take it back (z)", click: () => afterAll(undoLast) },
    "Undo",
  );
  byId("name-last").replaceChildren(
    ...(words ? [make("span", { dir: "auto" }, words), ...(canUndo ? [undo] : [])] : []),
  );
}
