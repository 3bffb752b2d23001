// The page of names put together: masthead, search, keyboard, and how to read it.

const say = (words) => {
  byId("status").textContent = words;
};

function fillTally() {
  const forms = nameList.all.reduce((sum, name) => sum + name.forms.length, 0);
  const mentions = nameList.all.reduce((sum, name) => sum + name.total, 0);
  const parts = [count(nameList.all.length, "name"), count(forms, "form"), count(mentions, "mention"), count(entries.length, "document")];
  byId("tally").replaceChildren(...parts.map((part) => make("span", {}, part)));
  document.title = count(nameList.all.length, "name");
}

function fillHelp() {
  const relations = Object.entries(RELATIONS).map(([relation, words]) => make("li", { class: relation }, make("span", { class: "sample form" }, relation), ` ${words}`));
  const levels = Object.keys(NAME_LEVELS).map((level) => make("li", {}, make("span", { class: "sample" }, LEVELS[level]), ` ${NAME_LEVELS[level]}`));
  const keys = [["/", "search"], ["Esc", "leave the search"], ["?", "this help"]];
  byId("help").replaceChildren(
    make("h2", { id: "help-title" }, "How to read this page"),
    make("h3", {}, "What a form is to its name"),
    make("ul", { class: "legend relations" }, ...relations),
    make("h3", {}, "How far a form may be corrected"),
    make("ul", { class: "legend" }, ...levels),
    make("p", { class: "switch" }, "The score says how sure it is that a form names what it stands under."),
    make("h3", {}, "Keyboard"),
    ...makeKeys(keys),
    makeClose(),
  );
}

const KEYS = { "/": () => byId("words").focus(), "?": () => byId("help").showModal() };

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (!keysOn || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
}

async function start() {
  takeOverview(await source.overview());
  await fillNames(byId("names"), null);
  fillTally();
  fillMaking();
  fillHelp();
  const changed = () => {
    showNames(null);
    say(`${byId("name-title").textContent} shown`);
  };
  byId("filters").replaceChildren(makeSearch(changed, "Search names"));
  byId("show-making").addEventListener("click", () => byId("making").showModal());
  byId("show-help").addEventListener("click", () => byId("help").showModal());
  document.addEventListener("keydown", press);
}

start();
