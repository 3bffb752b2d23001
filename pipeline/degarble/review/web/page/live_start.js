// Putting it together: the first look, the views, the keyboard.

const say = (words) => {
  byId("status").textContent = words;
};

/** Show what fits the filter now; go to the first undecided if the finding in focus does not fit. */
function applyFilter({ order = false } = {}) {
  remember();
  refreshShown();
  byId("clear").hidden = !isFiltering() && !filter.here;
  afterAll(async () => {
    await Promise.all([order ? null : refreshShelf(), keepPlace()]);
    lookAhead();
    say(`${count(shelf.items.length, "document")} shown. ${describeFocus()}`);
  });
}

async function keepPlace() {
  if (here() && focus.shown.includes(focus.finding)) return;
  const next = (await findNext(null, { open: wantsOpen() })) ?? (await findNext(null));
  if (next) await openDocument(...next);
  else selectFinding(-1);
}

function closeShelf() {
  byId("documents").classList.remove("shelf-open");
  byId("show-shelf").setAttribute("aria-expanded", "false");
}

function flipShelf() {
  const isOpen = byId("documents").classList.toggle("shelf-open");
  byId("show-shelf").setAttribute("aria-expanded", String(isOpen));
  if (!isOpen || !shelf.list) return;
  shelf.list.mark(focus.document);
  shelf.list.renew();
  (shelf.list.find(String(focus.document)) ?? shelf.list.node.querySelector("button"))?.focus({ preventScroll: true });
}

/** Show documents or names. */
function setView(name) {
  const isNames = name === "names";
  byId("names").hidden = !isNames;
  byId("documents").hidden = isNames;
  document.body.classList.toggle("viewing-names", isNames);
  byId("show-names").setAttribute("aria-pressed", String(isNames));
  byId("show-documents").setAttribute("aria-pressed", String(!isNames));
  remember();
  if (isNames) refreshNames().catch(complain);
  else shelf.list?.redraw();
}

const KEYS = {
  y: () => decideHere("accept"),
  n: () => decideHere("reject"),
  e: () => openEdit(),
  u: () => decideHere("unsure"),
  z: () => undoLast(),
  j: () => step(1),
  k: () => step(-1),
  J: () => stepDocument(1),
  K: () => stepDocument(-1),
  A: () => openWide("accept"),
  N: () => openWide("reject"),
  I: () => openWide("ignore"),
  p: () => setPreview(!pages.isPreview),
};
const EVERYWHERE_KEYS = {
  g: () => setView(byId("names").hidden ? "names" : "documents"),
  "/": () => byId(byId("names").hidden ? "words" : "name-words").focus(),
  "?": () => byId("help").showModal(),
};
// After these something is written or asked: what is typed before it opens is no decision.
const OPENING = "eANI";
const WALKING = "jkJK";

function findAct(key) {
  if (Object.hasOwn(EVERYWHERE_KEYS, key)) return EVERYWHERE_KEYS[key];
  if (!byId("names").hidden) return Object.hasOwn(NAME_KEYS, key) ? NAME_KEYS[key] : null;
  if (/^[1-9]$/.test(key)) return () => choose(Number(key) - 1);
  return Object.hasOwn(KEYS, key) ? KEYS[key] : null;
}

function pressEscape() {
  byId("alarm").hidden = true;
  closeShelf();
  clearPlace();
}

const typing = { isOpening: false };

function press(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]"))
    return;
  if (event.key === "Escape" && !event.target.closest("textarea, select")) {
    if (event.target.closest("input")) event.target.blur();
    pressEscape();
  }
  if (event.target.closest("input, select, textarea")) return;
  const act = keysOn ? findAct(event.key) : null;
  if (!act) return;
  event.preventDefault();
  // A key that is held down goes on walking, but decides once.
  if (typing.isOpening || (event.repeat && !WALKING.includes(event.key))) return;
  typing.isOpening = OPENING.includes(event.key) && byId("names").hidden;
  afterAll(act).finally(() => {
    typing.isOpening = false;
  });
}

function clickMark(event) {
  const mark = event.target.closest("[data-finding]");
  if (mark) visit(focus.document, Number(mark.dataset.finding));
}

function connect() {
  const on = (id, act) => byId(id).addEventListener("click", act);
  on("show-documents", () => setView("documents"));
  on("show-names", () => setView("names"));
  on("show-making", () => byId("making").showModal());
  on("show-help", () => byId("help").showModal());
  on("show-shelf", flipShelf);
  on("reader", clickMark);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId(byId("names").hidden ? "reader" : "names").focus();
  });
  document.addEventListener("keydown", press);
  addEventListener("beforeprint", buildAllPages);
  addEventListener("hashchange", () => /[#&]document=/.test(location.hash) && location.reload());
}

/** Open the place in the address, else what is to be decided first. */
async function openFirst(place, asked) {
  if (place.document !== null && entries[place.document]) {
    await openDocument(place.document, place.finding);
    return place.finding === null && !run.tally.open && wantsOpen() ? showEnd() : undefined;
  }
  const first = place.document === null ? await asked : await askFirst();
  if (first && isOpenAt(await source.sheet(first[0]), first[1])) return openDocument(...first);
  await openDocument(first?.[0] ?? 0, first?.[1] ?? null);
  return countAll() && wantsOpen() ? showEnd() : undefined;
}

const isOpenAt = (sheet, index) => isOpen(sheet.findings[index]);

/** Ask what is to be decided first, else what there is at all; its document is fetched at once. */
async function askFirst() {
  const first = (await findNext(null, { open: wantsOpen() })) ?? (await findNext(null));
  if (first) source.sheet(first[0]).catch(() => null);
  return first;
}

function showEmptyRun() {
  byId("reader").replaceChildren(make("p", { class: "empty" }, "There is no document in this run."));
  byId("card").replaceChildren(makeNoCard());
  markActs();
}

async function start() {
  startLook();
  fillActs();
  const place = recallFilter();
  connect();
  const first = source.overview();
  // Asked for beforehand: the first document is there when the list of documents is.
  const second = place.document === null ? askFirst() : source.sheet(place.document);
  second.catch(() => null);
  const found = await first;
  takeOverview(found);
  const { run: id = null, seq, tally, who, rules, stale, folder = "" } = found;
  Object.assign(run, { id, seq, tally, who, rules, stale: new Set(stale), folder });
  fillProgress();
  tellLast("");
  fillMaking();
  fillHelp();
  fillFilterBar(applyFilter);
  byId("clear").hidden = !isFiltering() && !filter.here;
  fillShelf();
  if (entries.length) await openFirst(place, second);
  else showEmptyRun();
  if (place.isNames) setView("names");
  refreshShelf().catch(complain);
  startPoll();
}

start().catch(complain);
