// Places of the text: pointed at, and scrolled to.

/** Scroll to a place of the text: gently when it is near, at once when it is far. */
function goTo(node) {
  if (!node) return;
  const pane = byId("reader").getBoundingClientRect();
  const way = Math.abs(node.getBoundingClientRect().top - pane.top - pane.height / 2);
  const isNear = way < 1.5 * pane.height && !calm.matches;
  node.scrollIntoView({ block: "center", behavior: isNear ? "smooth" : "instant" });
}

/** Point at a place of the original, and scroll to it. */
function showPlace({ start, end }) {
  showRanges([[start, end]]);
}

function showRanges(spans) {
  clearPlace();
  const ranges = spans.map(([start, end]) => {
    reachRow(rowAt(focus.sheet, start));
    return findRange(focus.sheet, byId("pages"), start, end);
  });
  const found = ranges.filter(Boolean);
  if (!found.length) return;
  if (globalThis.Highlight && CSS.highlights) CSS.highlights.set("place", new Highlight(...found));
  else getSelection().addRange(found[0]);
  goTo(found[0].startContainer.parentElement);
  say(`In the text: ${found[0].toString()}`);
}

function clearPlace() {
  if (globalThis.CSS?.highlights) CSS.highlights.delete("place");
  getSelection().removeAllRanges();
}

/** Point at every place where a form of a name stands in the document in focus. */
function showForm(form) {
  const spans = [];
  const { text } = focus.sheet;
  for (
    let start = text.indexOf(form);
    start >= 0 && spans.length < 500;
    start = text.indexOf(form, start + form.length)
  ) {
    spans.push([start, start + form.length]);
  }
  if (form && spans.length) showRanges(spans);
}
