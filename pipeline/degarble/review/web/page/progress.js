// How far one is: a bar of all findings by where they stand, and a sentence.

const PARTS = [
  ["accepted", "accepted"],
  ["edited", "edited"],
  ["applied", "repaired by default"],
  ["rejected", "rejected"],
  ["unsure", "unsure"],
  ["open", "undecided"],
];

function makeTooltip() {
  return PARTS.filter(([status]) => run.tally[status])
    .map(([status, words]) => `${plain.format(run.tally[status])} ${words}`)
    .join(", ");
}

/** Show how many findings are decided, of all. */
function fillProgress() {
  const all = countAll();
  const decided = all - (run.tally.open ?? 0);
  const bar = make("span", { class: "big-bar", "aria-hidden": "true" });
  for (const [status] of PARTS) {
    if (!run.tally[status]) continue;
    const part = make("span", { class: `part ${status}` });
    part.style.flexGrow = String(run.tally[status]);
    bar.append(part);
  }
  const words = all
    ? [make("strong", {}, plain.format(decided)), ` of ${plain.format(all)} decided`]
    : ["nothing was found"];
  byId("progress").replaceChildren(
    ...[make("p", { class: "progress-words" }, ...words), all ? bar : null].filter(Boolean),
  );
  byId("progress").title = makeTooltip();
  document.title = all ? `${plain.format(decided)} of ${plain.format(all)} decided` : "Review";
}
