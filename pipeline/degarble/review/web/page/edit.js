// The person's own words: an input on the card, filled with the best suggestion.

/** Open the input for an own text; Enter saves it, Esc leaves. */
function openEdit() {
  const finding = focus.sheet?.findings[focus.finding];
  if (!finding) return mention("There is no finding in focus.");
  const text = finding.stand.status === "edited" ? finding.stand.replacement : (wordingOf(finding) ?? finding.text);
  const input = make(
    "textarea",
    { id: "own", rows: 1, dir: "auto", spellcheck: "true", "aria-label": "Your own text" },
    text,
  );
  input.addEventListener("keydown", pressInEdit);
  input.addEventListener("input", () => fitHeight(input));
  const button = (id, words, key, click, name) =>
    make(
      "button",
      { type: "button", id, class: `act ${name}`, title: `${words} (${key})`, click },
      words,
      makeKey(key),
    );
  const buttons = make(
    "div",
    { class: "edit-buttons" },
    button("save-own", "Save", "Enter", saveEdit, "accept"),
    button("leave-own", "Cancel", "Esc", closeEdit, "plain"),
  );
  byId("edit").replaceChildren(make("label", { class: "edit-label", for: "own" }, "Your own text"), input, buttons);
  fitHeight(input);
  input.focus();
  input.select();
  return undefined;
}

function fitHeight(input) {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + 2}px`;
}

function closeEdit() {
  byId("edit")?.replaceChildren();
  byId("act-edit").focus();
}

function saveEdit() {
  const { value } = byId("own");
  byId("edit").replaceChildren();
  byId("act-edit").focus({ preventScroll: true });
  afterAll(() => decideHere("edit", value));
}

function pressInEdit(event) {
  if (event.key === "Escape") {
    event.stopPropagation();
    closeEdit();
  }
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    saveEdit();
  }
}
