// How sure something is and on what evidence it rests.

/** Make a bar for a score in 0..1, with its number. */
function makeScore(score) {
  const bar = make("span", { class: "score-bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", String(score));
  return make(
    "span",
    { class: "score", title: `score ${score}` },
    bar,
    make("span", { class: "figure" }, percent(score)),
  );
}

/** Make a piece of evidence; when it stands in the text, a button leads there. */
function makeReason(item, show) {
  const words = [
    make("span", { class: "source" }, item.source),
    make("span", { class: "detail", dir: "auto" }, item.detail),
  ];
  if (item.start === null) return make("li", {}, ...words);
  return make(
    "li",
    {},
    make(
      "button",
      { type: "button", class: "reason", title: "Show it in the text", click: () => show(item) },
      ...words,
    ),
  );
}
