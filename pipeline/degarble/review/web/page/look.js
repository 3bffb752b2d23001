// Light, dark, or as the system has it: kept in the browser.

const LOOKS = { system: ["◐", "As the system"], light: ["☀", "Light"], dark: ["☾", "Dark"] };
const LOOK_KEY = "degarble-look";
const DARK = "(prefers-color-scheme: dark)";

function readLook() {
  try {
    return Object.hasOwn(LOOKS, localStorage.getItem(LOOK_KEY)) ? localStorage.getItem(LOOK_KEY) : "system";
  } catch {
    return "system";
  }
}

function keepLook(look) {
  try {
    localStorage.setItem(LOOK_KEY, look);
  } catch {
    // Without storage the choice holds until the page is closed.
  }
}

const darkRules = [...document.styleSheets]
  .flatMap((sheet) => [...sheet.cssRules])
  .filter((rule) => rule.media?.mediaText === DARK);

/** Let the dark colours hold always, never, or when the system is dark; there is one set of them for all three. */
function setLook(look) {
  for (const rule of darkRules) rule.media.mediaText = { system: DARK, dark: "all", light: "not all" }[look];
  document.documentElement.style.colorScheme = { system: "light dark", dark: "dark", light: "light" }[look];
  const [sign, words] = LOOKS[look];
  const button = byId("look");
  button.replaceChildren(make("span", { "aria-hidden": "true" }, sign));
  button.setAttribute("aria-label", `Colours: ${words}`);
  button.title = `Colours: ${words}`;
  button.dataset.look = look;
}

/** Show the look chosen last, and let a button go round the three. */
function startLook() {
  setLook(readLook());
  byId("look").addEventListener("click", () => {
    const names = Object.keys(LOOKS);
    const next = names[(names.indexOf(byId("look").dataset.look) + 1) % names.length];
    keepLook(next);
    setLook(next);
    say(`Colours: ${LOOKS[next][1]}`);
  });
}
