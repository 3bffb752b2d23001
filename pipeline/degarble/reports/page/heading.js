// The head of a document: what it is, who wrote it and why one thinks so.

function makeVerdict(sheet) {
  const origin = sheet.origin.find((guess) => guess.lang !== "und");
  const parts = [make("strong", {}, VERDICTS[sheet.verdict] ?? sheet.verdict)];
  if (sheet.verdict !== "unsure") parts.push(` (${percent(sheet.score)})`);
  if (origin && sheet.verdict !== "human")
    parts.push(", perhaps from ", make("strong", {}, nameLanguage(origin.lang)), ` (${percent(origin.score)})`);
  return make("p", { class: `verdict ${sheet.verdict}` }, ...parts, ".");
}

function makeWhy(sheet) {
  const reasons = sheet.reasons.map((reason) => make("li", {}, reason));
  const guesses = sheet.origin
    .filter((guess) => guess.lang !== "und")
    .map((guess) => {
      const evidence = guess.evidence.map((item) => makeReason(item, pointAt));
      const head = make("p", {}, `${nameLanguage(guess.lang)} `, makeScore(guess.score));
      return make("li", {}, head, evidence.length ? make("ul", { class: "reasons" }, ...evidence) : null);
    });
  if (!reasons.length && !guesses.length) return null;
  return make(
    "details",
    { class: "why" },
    make("summary", {}, "Why"),
    reasons.length ? make("ul", {}, ...reasons) : null,
    guesses.length ? make("h3", {}, "Perhaps translated from") : null,
    guesses.length ? make("ol", { class: "guesses" }, ...guesses) : null,
  );
}

function makeTitle(sheet) {
  const [folder, name] = splitId(sheet.id);
  const facts = [count(sheet.words, "word"), sheet.date].filter(Boolean).map((fact) => make("span", {}, fact));
  return make(
    "header",
    { class: "document-head" },
    make("h2", { id: "document-title" }, make("span", { class: "folder" }, folder), name),
    make("p", { class: "meta" }, sheet.title ? make("span", { dir: "auto" }, sheet.title) : null, ...facts),
    makeVerdict(sheet),
    makeWhy(sheet),
  );
}
