// What only the server knows of a finding: who decided and when, notes, the same finding elsewhere, all that went before.

const AGO = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const UNITS = [
  ["year", 31536000],
  ["month", 2592000],
  ["week", 604800],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];
const SCOPES = { here: "here", document: "in this document", everywhere: "everywhere" };
const VERBS = { accept: "accepted", reject: "rejected", edit: "wrote", unsure: "is unsure about", "": "took back" };
const FEW_OTHERS = 3;

/** Say how long ago something was, and when for those who point at it. */
function makeTime(when) {
  const date = new Date(when);
  if (!when || Number.isNaN(date.getTime())) return null;
  const seconds = (date.getTime() - Date.now()) / 1000;
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  const words = unit ? AGO.format(Math.round(seconds / unit[1]), unit[0]) : "just now";
  return make("time", { datetime: when, title: date.toLocaleString("en") }, words);
}

/** Make a sentence about one decision. */
function makeSentence({ who, when, judgement, replacement, scope }) {
  const what =
    judgement === "edit" || (judgement === "accept" && replacement !== null)
      ? ` “${shorten(reveal(replacement || "nothing"), 48)}”`
      : "";
  const verb = judgement ? (judgement === "unsure" ? "is unsure" : VERBS[judgement]) : VERBS[""];
  return [
    make("strong", {}, who || "Somebody"),
    ` ${verb}${what} ${SCOPES[scope] ?? scope} · `,
    makeTime(when) ?? "some time ago",
  ];
}

/** Show who decided, with a note, and a way to take the decision back or to add a note. */
function makeRuling({ ruling }) {
  const { decision } = ruling;
  const note = makeNoteLine(decision?.note ?? "");
  if (!decision) return make("div", { class: "ruling open" }, note);
  return make(
    "div",
    { class: `ruling ${ruling.status}` },
    make("p", {}, ...makeSentence({ ...decision, replacement: null })),
    note,
  );
}

/** Make the line of a note: shown, and written where there is none. */
function makeNoteLine(words) {
  const edit = () => {
    const input = make("input", {
      type: "text",
      id: "note",
      class: "note-input",
      value: words,
      "aria-label": "Note",
      placeholder: "Goes with your decision",
      autocomplete: "off",
    });
    input.addEventListener("input", () => (desk.note = input.value));
    input.addEventListener("keydown", pressInNote);
    line.replaceChildren(input);
    input.focus();
  };
  const button = make("button", { type: "button", class: "link", click: edit }, words ? "change" : "Add a note");
  const line = make(
    "div",
    { class: "note-line" },
    words ? make("q", { class: "note", dir: "auto" }, words) : null,
    button,
  );
  return line;
}

/** Return the note written for the finding in focus; it goes with one decision. */
function takeNote() {
  const { note } = desk;
  desk.note = "";
  return note.trim();
}

function pressInNote(event) {
  if (event.key === "Escape") {
    event.stopPropagation();
    desk.note = "";
    refreshDetails();
    byId("desk").querySelector("#act-accept").focus();
  }
  if (event.key === "Enter") {
    event.preventDefault();
    saveNote();
  }
}

/** Keep a note with the decision there is, as far as that reaches; where there is none yet it goes with the next. */
function saveNote() {
  const { status, replacement } = focus.sheet.findings[focus.finding].stand;
  const judgement = PRESSED[status];
  const scope = desk.details?.ruling.decision?.scope ?? "here";
  byId("act-accept").focus({ preventScroll: true });
  if (!judgement) return mention("The note goes with your decision: press y, n, e or u.");
  return afterAll(async () => {
    const { sheet } = focus;
    takeAnswer(
      sheet,
      await askChange("/api/decide", packDecision(judgement, replacement, { scope, note: takeNote() })),
    );
    refreshDetails();
    say("The note is kept.");
  });
}

/** List the same finding at other places. */
function makeElsewhere({ findings, documents, places }, limit = FEW_OTHERS) {
  if (!findings) return [];
  const shown = places.length <= limit + 1 ? places : places.slice(0, limit);
  const items = shown.map(({ position, document, text, status }) => {
    const state = status === "open" ? "proposed" : status;
    const isInside = position[0] === focus.document;
    const where = isInside
      ? `here, line ${plain.format(focus.sheet.findings[position[1]].line)}`
      : splitId(document)[1];
    const words = [
      make("span", { class: "file-name" }, where),
      make("span", { class: "was", dir: "auto" }, shorten(reveal(text), 32)),
    ];
    const sign = make("span", { class: "sign", title: STATUS_WORDS[status] }, SIGNS[state]);
    return make(
      "li",
      {},
      make(
        "button",
        { type: "button", class: "elsewhere-line", title: document, click: () => visit(...position) },
        ...words,
        sign,
      ),
    );
  });
  const more = () =>
    byId("elsewhere").replaceChildren(...makeElsewhere({ findings, documents, places }, places.length));
  const rest = findings - shown.length;
  const isAll = shown.length === places.length;
  const last = !rest
    ? null
    : isAll
      ? make("p", { class: "and-more" }, `and ${plain.format(rest)} more`)
      : make(
          "button",
          { type: "button", class: "link", click: more },
          `Show ${plain.format(places.length - shown.length)} more`,
        );
  const head = make("h3", {}, `Elsewhere: ${plain.format(findings)} more in ${count(documents, "document")}`);
  return [make("section", {}, head, make("ul", { class: "elsewhere-list" }, ...items), last)];
}

/** List all that was ever decided here; not when that is what holds now. */
function makeHistory(history) {
  if (history.length < 2) return [];
  const items = history.map((line) =>
    make("li", {}, ...makeSentence(line), line.note ? make("q", { class: "note", dir: "auto" }, line.note) : null),
  );
  const list = make("ol", { class: "history" }, ...items);
  return [
    make("details", { class: "past" }, make("summary", {}, `History: ${count(history.length, "decision")}`), list),
  ];
}
