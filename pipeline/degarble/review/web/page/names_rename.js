// How a name is written: an input over its forms, filled with how it is written now.

function openRename() {
  const name = findName(nameView.current);
  if (!name) return;
  const input = make("input", {
    type: "text",
    id: "new-name",
    value: name.canonical,
    "aria-label": "New name",
    autocomplete: "off",
    dir: "auto",
  });
  const leave = () => {
    byId("rename").replaceChildren();
    byId("rename-name").focus();
  };
  const submit = (event) => {
    event.preventDefault();
    const replacement = input.value.trim();
    leave();
    if (!replacement || replacement === name.canonical) return;
    const words = `${name.canonical} is written ${replacement}`;
    afterAll(() => decideName(name.canonical, name.canonical, "edit", { replacement, words, stay: replacement }));
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    leave();
  });
  const save = make("button", { type: "submit", class: "act solo accept", id: "save-name" }, "Save", makeKey("Enter"));
  const cancel = make("button", { type: "button", class: "act solo plain", click: leave }, "Cancel", makeKey("Esc"));
  byId("rename").replaceChildren(make("form", { class: "rename-form", submit }, input, save, cancel));
  input.focus();
  input.select();
}
