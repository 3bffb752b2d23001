// How to read the page and which keys there are.

const HELP_KEYS = [
  ["y", "accept, and go on"],
  ["1  –  9", "accept that suggestion"],
  ["n", "reject: nothing is wrong"],
  ["e", "write your own"],
  ["u", "unsure: for somebody else"],
  ["z", "take the last decision back"],
  ["A  N", "accept, reject everywhere"],
  ["I", "ignore this rule everywhere"],
  ["j  k", "next, previous finding"],
  ["J  K", "next, previous document"],
  ["p", "preview of the repaired article"],
  ["/", "search"],
  ["g", "names, documents"],
  ["?", "this help"],
];
const HELP_NAME_KEYS = [
  ["j  k", "next, previous name"],
  ["x", "choose a name; two can be merged"],
  ["m", "merge with another name"],
  ["r", "write the name otherwise"],
  ["z", "take the last decision back"],
];

function makeMarks() {
  const sample = (tag, classes, words) =>
    make("span", { class: "sample after" }, make(tag, { class: `mark minor ${classes}` }, words));
  const rows = [
    [sample("ins", "proposed", "proposed"), "waits for you"],
    [sample("ins", "accepted", "accepted"), "a person accepted it"],
    [sample("ins", "edited", "edited"), "in a person's own words"],
    [sample("ins", "applied", "repaired"), "applied unless you reject it"],
    [sample("mark", "rejected", "rejected"), "stays as it was"],
    [sample("mark", "unsure", "unsure"), "for somebody else to look at"],
    [sample("del", "proposed", "left out"), "would go, or is gone"],
  ];
  return make("ul", { class: "legend" }, ...rows.map(([look, words]) => make("li", {}, look, words)));
}

function makeSeverities() {
  const look = (severity) =>
    make(
      "span",
      { class: "sample before" },
      makeShape(severity, { named: false }),
      " ",
      make("mark", { class: `mark ${severity} flagged` }, severity),
    );
  return make("ul", { class: "legend" }, ...SEVERITIES.map((severity) => make("li", {}, look(severity))));
}

function fillHelp() {
  const list = (keys) =>
    make(
      "dl",
      { class: "facts keys" },
      ...keys.map(([key, words]) =>
        make(
          "div",
          {},
          make("dt", {}, ...key.split("  ").flatMap((one) => (one === "–" ? ["–", " "] : [make("kbd", {}, one), " "]))),
          make("dd", {}, words),
        ),
      ),
    );
  const [keys, box] = makeKeys([]);
  keys.remove();
  byId("help").replaceChildren(
    make("h2", { id: "help-title", tabindex: -1, autofocus: true }, "How to review"),
    make(
      "p",
      { class: "help-lead" },
      "One key decides and leads to the next finding. Everything is kept at once and can be taken back.",
    ),
    make(
      "div",
      { class: "help-columns" },
      make(
        "div",
        {},
        make("h3", {}, "Keys"),
        list(HELP_KEYS),
        make("h3", {}, "On the page of names"),
        list(HELP_NAME_KEYS),
      ),
      make(
        "div",
        {},
        make("h3", {}, "In the text"),
        makeMarks(),
        make("h3", {}, "How severe"),
        makeSeverities(),
        box,
        run.who ? make("p", { class: "meta" }, `You decide as ${run.who}.`) : null,
      ),
    ),
    makeClose(),
  );
}
