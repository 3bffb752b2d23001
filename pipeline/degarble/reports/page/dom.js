// Building blocks: elements made of text only, words for codes, numbers for people.

const byId = (id) => document.getElementById(id);

/** Make an element; children are elements or plain text, never markup. */
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

let overview = { documents: [] };
let entries = overview.documents;

/** Take the list of documents and the terms that all parts of a page look into. */
function takeOverview(value) {
  overview = value;
  entries = value.documents;
}

const SEVERITIES = ["critical", "major", "minor", "neutral"];
const SHAPES = { critical: "◆", major: "▲", minor: "●", neutral: "○" };
const LEVELS = { auto: "Safe repair", suggest: "Suggestion", flag: "Flag" };
const LEVEL_HINTS = {
  auto: "Sure enough to be applied by default",
  suggest: "Applied when a person accepts it",
  flag: "Damaged, but no safe repair is known",
};
const VERDICTS = {
  machine: "Machine-translated",
  spun: "Spun by a program",
  human: "Written by a person",
  unsure: "Undecided",
};
const NAME_KINDS = {
  PER: "Person",
  ORG: "Organisation",
  LOC: "Place",
  ACRONYM: "Acronym",
  DEMONYM: "Nationality",
  EQUIP: "Equipment",
  CLUB: "Club",
  MEDIA: "Media",
};

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const plain = new Intl.NumberFormat("en");
const percent = (share) => `${Math.round(100 * share)}%`;
const count = (number, one, many = `${one}s`) => `${plain.format(number)} ${number === 1 ? one : many}`;

let languages = null;
try {
  languages = new Intl.DisplayNames(["en"], { type: "language" });
} catch {
  languages = null;
}

/** Return a language's English name, or its code. */
function nameLanguage(code) {
  if (!code || code === "und") return "an unknown language";
  try {
    return languages?.of(code) ?? code;
  } catch {
    return code;
  }
}

/** Return how a finding stands: as it was decided, else applied, proposed or flagged. */
function stateOf(finding) {
  if (finding.stand && finding.stand.status !== "open") return finding.stand.status;
  if (finding.applied && !finding.stand) return "applied";
  return finding.suggestions.length ? "proposed" : "flagged";
}

const STATES = {
  applied: "Repaired",
  proposed: "Proposed",
  flagged: "Flagged",
  accepted: "Accepted",
  edited: "Edited",
  rejected: "Rejected",
  unsure: "Unsure",
};

/** Return a severity's shape; its name is for those who do not see it. */
function makeShape(severity, { named = true } = {}) {
  const shape = make("span", { class: `shape ${severity}`, "aria-hidden": "true", title: severity }, SHAPES[severity]);
  return named ? [shape, make("span", { class: "unseen" }, `${severity}: `)] : shape;
}

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffd]/gu;

/** Return text in which nothing is invisible: spaces that are all there is, and characters without a shape. */
function reveal(text) {
  if (text && !text.trim()) return text.replace(/\r?\n/g, "⏎").replace(/\s/g, "␣");
  return text.replace(/\s*[\r\n]+\s*/g, " ⏎ ").replace(INVISIBLE, (char) => {
    return `[U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}

/** Shorten a text in the middle. */
function shorten(text, limit) {
  const chars = Array.from(text);
  if (chars.length <= limit) return text;
  const half = Math.floor((limit - 1) / 2);
  return `${chars.slice(0, half).join("")} … ${chars.slice(-half).join("")}`;
}

/** Split a document's id into its folder and its name. */
function splitId(id) {
  const place = id.lastIndexOf("/") + 1;
  return [id.slice(0, place), id.slice(place)];
}
