// Putting it together: views, keyboard, the place in the address, and the words about the run.

const say = (words) => {
  byId("status").textContent = words;
};

/** Keep the place in the address of the page, so that it can be bookmarked. */
function remember() {
  const finding = focus.finding >= 0 ? `&finding=${focus.finding}` : "";
  history.replaceState(null, "", `#document=${focus.document}${finding}`);
}

async function recall() {
  const place = new URLSearchParams(location.hash.slice(1));
  const number = Number(place.get("document") ?? shelf.list[0] ?? 0);
  await openDocument(Number.isInteger(number) && number >= 0 && number < entries.length ? number : 0);
  if (place.has("finding")) selectFinding(Number(place.get("finding")));
}

function setView(name) {
  const isNames = name === "names";
  byId("names").hidden = !isNames;
  byId("documents").hidden = isNames;
  document.body.classList.toggle("viewing-names", isNames);
  byId("show-names").setAttribute("aria-pressed", String(isNames));
  byId("show-documents").setAttribute("aria-pressed", String(!isNames));
  if (isNames) fillNames(byId("names"), openForm);
}

async function openForm(number, form) {
  setView("documents");
  await openDocument(number);
  showForm(form);
}

async function refresh() {
  await fillShelf(byId("shelf"), openDocument);
  byId("clear").hidden = !isFiltering();
  refreshDocument();
  if (!byId("names").hidden) fillNames(byId("names"), openForm);
  if (!shelf.list.length) return say("Nothing fits the filter.");
  if (isFiltering() && !shelf.list.includes(focus.document)) await openDocument(shelf.list[0]);
  else markEntry(byId("shelf"), focus.document);
  return say(`${count(shelf.list.length, "document")} shown`);
}

function makeLegend() {
  const sample = (...content) => make("span", { class: "sample" }, ...content);
  const lines = SEVERITIES.map((severity) => [sample(makeShape(severity, { named: false }), " ", make("mark", { class: `mark ${severity} flagged` }, severity)), ""]);
  const marks = [
    [sample(make("ins", { class: "mark minor applied" }, "repaired")), "already in the repaired text"],
    [sample(make("ins", { class: "mark minor proposed" }, "proposed")), "waits for a person to accept it"],
    [sample(make("del", { class: "mark minor proposed" }, "left out")), "would go, or is gone"],
  ];
  const items = [...lines, ...marks].map(([look, words]) => make("li", {}, look, " ", words));
  return make("ul", { class: "legend" }, ...items);
}

function fillHelp() {
  const keys = [["j  k", "next, previous finding"], ["J  K", "next, previous document"], ["/", "search"], ["n", "names, documents"], ["Esc", "close the finding"], ["?", "this help"]];
  byId("help").replaceChildren(make("h2", { id: "help-title" }, "How to read this page"), makeLegend(), make("h3", {}, "Keyboard"), ...makeKeys(keys), makeClose());
}

const KEYS = {
  j: () => stepFinding(1),
  k: () => stepFinding(-1),
  J: () => stepDocument(1),
  K: () => stepDocument(-1),
  "/": () => byId("words").focus(),
  n: () => setView(byId("names").hidden ? "names" : "documents"),
  "?": () => byId("help").showModal(),
  Escape: () => {
    closeFinding();
    remember();
  },
};

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = Object.hasOwn(KEYS, event.key) && (keysOn || event.key === "Escape") ? KEYS[event.key] : null;
  const isAway = !byId("names").hidden && "jkJK".includes(event.key);
  if (!act || isAway || !entries.length) return;
  event.preventDefault();
  act();
}

function clickMark(event) {
  const mark = event.target.closest("[data-finding]");
  if (mark && !mark.classList.contains("dim")) selectFinding(Number(mark.dataset.finding));
}

function printAll() {
  if (!focus.sheet) return;
  buildRows(focus.sheet.rows.length);
  for (const index of focus.shown) fillCard(byId("cards").querySelector(`[data-card="${index}"]`), focus.sheet.findings[index], actions);
}

async function start() {
  takeOverview(await source.overview());
  fillMasthead();
  fillMaking();
  fillHelp();
  fillFilters(byId("filters"), refresh);
  byId("clear").hidden = true;
  await fillShelf(byId("shelf"), openDocument);
  byId("show-documents").addEventListener("click", () => setView("documents"));
  byId("show-names").addEventListener("click", () => setView("names"));
  byId("show-making").addEventListener("click", () => byId("making").showModal());
  byId("show-help").addEventListener("click", () => byId("help").showModal());
  byId("reader").addEventListener("click", clickMark);
  document.addEventListener("keydown", press);
  addEventListener("beforeprint", printAll);
  if (entries.length) await recall();
  else byId("reader").replaceChildren(make("p", { class: "empty" }, "There is no document in this run."));
}

start();
