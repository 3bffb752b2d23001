// The place in the address: document, finding, filter, order and view, so that a reload comes back to it.

const PLAIN_FIELDS = ["kind", "rule", "words"];
const SET_FIELDS = [
  ["levels", Object.keys(LEVELS)],
  ["severities", SEVERITIES],
  ["statuses", STATUSES],
];

/** Write the place into the address of the page. */
function remember() {
  const place = { document: focus.document < 0 ? "" : focus.document, finding: focus.finding < 0 ? "" : focus.finding };
  if (queue.order !== "worst") place.order = queue.order;
  for (const name of PLAIN_FIELDS) place[name] = filter[name];
  for (const [name] of SET_FIELDS) place[name] = [...filter[name]].join(",");
  Object.assign(place, {
    least: filter.least || "",
    here: filter.here,
    preview: pages.isPreview,
    view: byId("names").hidden ? "" : "names",
  });
  history.replaceState(null, "", `#${writeQuery(place)}`);
}

/** Take filter, order and view from the address; return document and finding, null where there is none. */
function recallFilter() {
  const place = new URLSearchParams(location.hash.slice(1));
  for (const name of PLAIN_FIELDS) filter[name] = place.get(name) ?? "";
  for (const [name, known] of SET_FIELDS) {
    for (const value of (place.get(name) ?? "").split(",")) if (known.includes(value)) filter[name].add(value);
  }
  filter.least = Math.min(1, Math.max(0, Number(place.get("least")) || 0));
  filter.here = place.has("here");
  pages.isPreview = place.has("preview");
  queue.order = Object.hasOwn(QUEUES, place.get("order")) ? place.get("order") : "worst";
  const read = (name) => (/^\d+$/.test(place.get(name) ?? "") ? Number(place.get(name)) : null);
  return { document: read("document"), finding: read("finding"), isNames: place.get("view") === "names" };
}
