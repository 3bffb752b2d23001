// What is said of the forms of a name: what they are to it, where they stand, and a sentence that shows them.

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
const FEW_PLACES = 3;
const MANY_PLACES = 500;

function makePlace(place, form, open) {
  const id = typeof place === "string" ? place : entries[place].id;
  const name = splitId(id)[1];
  if (!open || typeof place === "string") return make("li", { title: id }, name);
  return make(
    "li",
    {},
    make("button", { type: "button", class: "link", title: id, click: () => open(place, form.text) }, name),
  );
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
  const last =
    limit < MANY_PLACES
      ? make("button", { type: "button", class: "link", click: more, "aria-label": `${words} documents` }, words)
      : `and ${words}`;
  return make(
    "ul",
    { class: "places" },
    ...shown.map((place) => makePlace(place, form, open)),
    rest > 0 ? make("li", {}, last) : null,
  );
}

function makeSample(sample) {
  if (!sample) return null;
  const [before, form, after] = sample;
  return make(
    "p",
    { class: "sample-line", dir: "auto" },
    reveal(before),
    make("mark", {}, reveal(form)),
    reveal(after),
  );
}
