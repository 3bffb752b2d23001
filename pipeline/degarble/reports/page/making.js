// Words about the run: with what it was made, and dialogs to close.

function makeList(pairs) {
  return make("dl", { class: "facts" }, ...pairs.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, String(value)))));
}

function makeClose() {
  const close = (event) => event.currentTarget.closest("dialog").close();
  return make("button", { type: "button", class: "close", click: close }, "Close");
}

function fillMaking() {
  const { record } = overview;
  const blocks = [
    ["Program", [["degarble", record.version], ["Knowledge", record.data_hash || "none"], ["Seconds", record.seconds]]],
    ["Models", Object.entries(record.model_hashes)],
    ["Counts", Object.entries(record.counts)],
    ["Settings", Object.entries(record.settings)],
  ];
  const parts = blocks.filter(([, pairs]) => pairs.length).flatMap(([title, pairs]) => [make("h3", {}, title), makeList(pairs)]);
  byId("making").replaceChildren(make("h2", { id: "making-title" }, "How this was made"), ...parts, makeClose());
}

let keysOn = true;

/** Return a list of keys and what they do, `[["j  k", "next, previous"]]`, and a switch for them. */
function makeKeys(keys) {
  const rows = keys.map(([key, words]) => make("div", {}, make("dt", {}, ...key.split("  ").flatMap((one) => [make("kbd", {}, one), " "])), make("dd", {}, words)));
  const change = (event) => {
    keysOn = event.target.checked;
  };
  const box = make("label", { class: "switch" }, make("input", { type: "checkbox", checked: true, change }), " Single keys work");
  return [make("dl", { class: "facts keys" }, ...rows), box];
}
