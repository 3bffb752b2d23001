// The buttons that decide, each with its key; what is decided is pressed.

const ACTS = [
  ["accept", "Accept", "y", "Accept the suggestion, or that a flag is right", () => decideHere("accept")],
  ["reject", "Reject", "n", "Reject: nothing is wrong here", () => decideHere("reject")],
  ["edit", "Edit", "e", "Write your own", () => openEdit()],
  ["unsure", "Unsure", "u", "Unsure: for somebody else to look at", () => decideHere("unsure")],
];
const WIDE_ACTS = [
  ["accept-all", "Accept", "A", "Accept everywhere", () => openWide("accept")],
  ["reject-all", "Reject", "N", "Reject everywhere", () => openWide("reject")],
  ["ignore-rule", "Ignore rule", "I", "Ignore this rule everywhere", () => openWide("ignore")],
];
const PRESSED = { accepted: "accept", rejected: "reject", edited: "edit", unsure: "unsure" };

const makeKey = (key) => make("kbd", { "aria-hidden": "true" }, key);

function makeAct([name, words, key, title, act]) {
  const attributes = {
    type: "button",
    class: `act ${name}`,
    id: `act-${name}`,
    title: `${title} (${key})`,
    "aria-keyshortcuts": key,
    "aria-pressed": "false",
    click: () => afterAll(act),
  };
  return make("button", attributes, make("span", {}, words), makeKey(key));
}

function makeSmallAct([name, words, key, title, act]) {
  const attributes = {
    type: "button",
    class: "small-act",
    id: `act-${name}`,
    title: `${title} (${key})`,
    "aria-label": title,
    "aria-keyshortcuts": key,
    click: () => afterAll(act),
  };
  return make("button", attributes, words, makeKey(key));
}

/** Fill the bar of buttons, once. */
function fillActs() {
  const wide = make(
    "div",
    { class: "wide-acts", role: "group", "aria-label": "Everywhere" },
    make("span", { class: "wide-label", "aria-hidden": "true" }, "Everywhere"),
    ...WIDE_ACTS.map(makeSmallAct),
  );
  const undo = ["undo", "Undo", "z", "Take the last decision back", undoLast];
  byId("acts").replaceChildren(
    make("div", { class: "main-acts" }, ...ACTS.map(makeAct)),
    make("div", { class: "more-acts" }, wide, makeSmallAct(undo)),
  );
}

/** Show by the buttons what was decided on the finding in focus, and what cannot be. */
function markActs() {
  const finding = focus.isOver ? null : focus.sheet?.findings[focus.finding];
  const pressed = finding ? PRESSED[finding.stand.status] : null;
  for (const [name] of ACTS) byId(`act-${name}`).setAttribute("aria-pressed", String(name === pressed));
  const off = (name, isOff) => byId(`act-${name}`).setAttribute("aria-disabled", String(isOff));
  for (const [name] of [...ACTS, ...WIDE_ACTS]) off(name, !finding);
}
