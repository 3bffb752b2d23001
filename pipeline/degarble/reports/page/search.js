// Parts of every bar of filters: the words searched for, and chips that are pressed or not.

const filter = { words: "", kind: "", levels: new Set(), severities: new Set() };

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ıİ]/g, "i").toLowerCase();

/** Return what can be searched of a finding, folded; made once, when asked for. */
function wordsOf(finding) {
  const choices = () => finding.suggestions.map((item) => item.text);
  finding.words ??= fold([finding.text, finding.message, finding.rule, finding.kind, finding.name, ...choices()].join("\n"));
  return finding.words;
}

const isNamed = (entry) => fold(`${entry.id}\n${entry.title}`).includes(filter.words);

function toggle(set, value, button, changed) {
  if (!set.delete(value)) set.add(value);
  button.setAttribute("aria-pressed", String(set.has(value)));
  changed();
}

function makeChips(label, values, set, show, changed) {
  const chips = values.map((value) => {
    const { words, title } = show(value);
    const press = (event) => toggle(set, value, event.currentTarget, changed);
    return make("button", { type: "button", class: "chip", "aria-pressed": String(set.has(value)), title, click: press }, ...words);
  });
  return make("div", { class: "chips", role: "group", "aria-label": label }, ...chips);
}

function makeSearch(changed, placeholder = "Search") {
  let timer = 0;
  const search = (event) => {
    clearTimeout(timer);
    filter.words = fold(event.target.value.trim());
    timer = setTimeout(changed, 120);
  };
  const attributes = { type: "search", id: "words", placeholder, autocomplete: "off", input: search, keydown: keepWords };
  return make("label", { class: "search" }, make("span", { class: "unseen" }, "Search"), make("input", attributes));
}

/** Let Esc lead out of a search without emptying it: browsers would empty it and not say so. */
function keepWords(event) {
  if (event.key === "Escape") event.preventDefault();
}
