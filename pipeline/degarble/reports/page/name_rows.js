// The rows of a name: each form with a sentence that shows it, what it is to the name, and where it stands.

const FEW_FORMS = 8;

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
