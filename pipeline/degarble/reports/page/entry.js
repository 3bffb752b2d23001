// A document's line in a list: where it seems to come from, and what was found in it.

function weigh({ counts }) {
  return counts.critical * 1e8 + counts.major * 1e4 + counts.minor + counts.neutral / 1e4;
}

/** Say in a few words who wrote a document. */
function describeOrigin(entry) {
  const from = entry.origin && entry.origin !== "und" && entry.verdict !== "human" ? nameLanguage(entry.origin) : "";
  const who = { machine: "Machine", spun: "Spun", human: "Human", unsure: "Undecided" }[entry.verdict] ?? entry.verdict;
  return from ? `${who}, from ${from}${entry.verdict === "unsure" ? "?" : ""}` : who;
}

function makeCounts(counts) {
  const shown = SEVERITIES.filter((severity) => counts[severity]);
  if (!shown.length) return make("span", { class: "counts none" }, "nothing found");
  const parts = shown.map((severity) => {
    return make(
      "span",
      {},
      makeShape(severity, { named: false }),
      make("span", { class: "unseen" }, `${severity} `),
      plain.format(counts[severity]),
    );
  });
  return make("span", { class: "counts" }, ...parts);
}
