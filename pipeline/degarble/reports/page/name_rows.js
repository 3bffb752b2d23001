// The rows of a name: each form with a sentence that shows it, what it is to the name, and where it stands.

const RELATIONS = {
  canonical: "The form that stands for all others",
  variant: "Another spelling",
  misspelling: "Known to be wrong",
  literal: "A name translated as if it were words",
  acronym: "Short for it",
  translation: "The name in another language",
  demonym: "The word for its people",
  inflected: "With the case ending of another language left on",
};
const NAME_LEVELS = {
  auto: "May be corrected by default",
  suggest: "May be corrected when a person accepts it",
  flag: "Too unsure to be corrected",
};
const FEW_FORMS = 8;
const FEW_PLACES = 3;
const MANY_PLACES = 500;

function makePlace(place, form, open) {
  const id = typeof place === "string" ? place : entries[place].id;
  const name = splitId(id)[1];
  if (!open || typeof place === "string") return make("li", { title: id }, name);
  return make("li", {}, make("button", { type: "button", class: "link", title: id, click: () => open(place, form.text) }, name));
}

/** List the documents of a form: some at first, many when asked for. */
function makePlaces(form, open, limit = FEW_PLACES) {
  const all = form.documents;
  const shown = all.length === limit + 1 ? all : all.slice(0, limit);
  const rest = all.length - shown.length;
  const words = `${plain.format(rest)} more`;
  const more = (event) => {
    const longer = makePlaces(form, open, MANY_PLACES);
    event.currentTarget.closest("ul").replaceWith(longer);
    longer.tabIndex = -1;
    longer.focus({ preventScroll: true });
  };
  const last = limit < MANY_PLACES ? make("button", { type: "button", class: "link", click: more, "aria-label": `${words} documents` }, words) : `and ${words}`;
  return make("ul", { class: "places" }, ...shown.map((place) => makePlace(place, form, open)), rest > 0 ? make("li", {}, last) : null);
}

function makeSample(sample) {
  if (!sample) return null;
  const [before, form, after] = sample;
  return make("p", { class: "sample-line", dir: "auto" }, reveal(before), make("mark", {}, reveal(form)), reveal(after));
}

function makeForm(form, open) {
  const isMain = form.relation === "canonical";
  const level = isMain ? null : make("span", { class: "level", title: NAME_LEVELS[form.level] }, LEVELS[form.level] ?? form.level);
  return make(
    "tr",
    { class: form.relation },
    make("td", {}, make("span", { class: "form", dir: "auto" }, reveal(form.text)), makeSample(form.sample)),
    make("td", {}, make("span", { class: "relation", title: RELATIONS[form.relation] }, form.relation), form.evidence ? make("span", { class: "because" }, form.evidence) : null),
    make("td", { class: "number" }, plain.format(form.count)),
    make("td", { class: "number" }, percent(form.score), level),
    make("td", {}, makePlaces(form, open)),
  );
}

function makeNameHead(name, forms) {
  const total = forms.reduce((sum, form) => sum + form.count, 0);
  const all = count(name.forms.length, "form");
  const many = forms.length < name.forms.length ? `${plain.format(forms.length)} of ${all}` : all;
  const facts = [NAME_KINDS[name.kind] ?? name.kind, many, count(total, "mention"), name.qid].filter(Boolean);
  const words = [make("span", { class: "name-title", dir: "auto" }, reveal(name.canonical)), make("span", { class: "meta" }, ...facts.map((fact) => make("span", {}, fact)))];
  return make("tr", { class: "name" }, make("th", { colspan: 5, scope: "rowgroup", tabindex: -1 }, ...words));
}

/** Make the block of a name out of the forms to show; a long block begins with the most frequent. */
function makeName(name, forms, open) {
  const short = forms.length > FEW_FORMS + 2 ? forms.slice(0, FEW_FORMS) : forms;
  const rows = short.map((form) => makeForm(form, open));
  const body = make("tbody", {}, makeNameHead(name, forms), ...rows);
  if (short.length < forms.length) {
    const more = (event) => {
      const rest = forms.slice(FEW_FORMS).map((form) => makeForm(form, open));
      event.currentTarget.closest("tr").replaceWith(...rest);
      rest[0].tabIndex = -1;
      rest[0].focus({ preventScroll: true });
    };
    const words = `${plain.format(forms.length - FEW_FORMS)} more forms`;
    body.append(make("tr", {}, make("td", { colspan: 5 }, make("button", { type: "button", class: "link", click: more, "aria-label": `${words} of ${name.canonical}` }, words))));
  }
  return body;
}
