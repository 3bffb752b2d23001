// Decisions: shown at once, told to the server, corrected by its answer, and taken back when it says no.

const JUDGED = { accept: "Accepted", reject: "Rejected", edit: "Edited", unsure: "Unsure" };

/** Return a decision on the finding in focus as the server wants it. */
function packDecision(judgement, replacement, { scope = "here", rule = false, note = "" } = {}) {
  const [document, finding] = here();
  const queued = { order: queue.order, filter: packFilter(), undecided: wantsOpen() };
  // In another run the same numbers would be another finding: the server refuses them then.
  return { document, finding, judgement, replacement, scope, rule, note, run: run.id, ...queued };
}

/** Show where a finding stands now. */
function showStand(sheet, index, stand) {
  setStand(sheet, index, stand);
  if (sheet !== focus.sheet) return;
  redrawFindings([index]);
  refreshShown();
  if (index === focus.finding) markActs();
}

/** Decide on the finding in focus, and go on to the next that is undecided. */
async function decideHere(judgement, replacement = null, note = takeNote()) {
  const { sheet, finding: index } = focus;
  const finding = sheet?.findings[index];
  if (!finding) return mention("There is no finding in focus.");
  const [was, next] = [finding.stand, peek()];
  const body = packDecision(judgement, replacement, { note });
  markOnItsWay(sheet.number, index, 1);
  showStand(sheet, index, foresee(finding, judgement, replacement));
  tellLast(describeDecision(judgement, finding));
  const answer = settle(sheet, index, was, askChange("/api/decide", body));
  if (next) {
    await openDocument(...next);
    answer.then((value) => correctStep(next, value));
  } else {
    const value = await answer;
    if (!value) return undefined;
    await goOn(value.next);
  }
  return say(`${JUDGED[judgement] ?? "Taken back"}. ${describeFocus()}`);
}

/** Take over the answer to a decision, or take the decision back; returns null when it was refused. */
async function settle(sheet, index, was, sent) {
  try {
    const answer = await sent;
    markOnItsWay(sheet.number, index, -1);
    takeAnswer(sheet, answer);
    return answer;
  } catch (error) {
    markOnItsWay(sheet.number, index, -1);
    if (!onTheirWay.has(keyOf(sheet.number, index))) showStand(sheet, index, was);
    tellLast("");
    complain(error);
    afterAll(() => openDocument(sheet.number, index));
    return null;
  }
}

function takeAnswer(sheet, answer) {
  const isAlone = answer.seq <= run.seq + 1;
  takeRun(answer, { isLocal: answer.findings <= 1 });
  if (!isAlone) refreshShelf().catch(complain);
  sheet.seq = Math.max(sheet.seq, answer.seq ?? 0);
  if (answer.stands?.length) showStands(sheet, answer.stands);
  fillProgress();
}

/** Go where the server says, if one stands still where the page had gone on its own. */
function correctStep(guess, answer) {
  if (!answer?.next || isSame(guess, answer.next) || !isSame(guess, here()) || steps.waiting || onTheirWay.size) return;
  afterAll(() => openDocument(...answer.next));
}

/** Decide on all findings like the one in focus, or on all of its rule, in a document or everywhere. */
async function decideWide(judgement, replacement, options) {
  const { sheet, finding: index } = focus;
  const finding = sheet.findings[index];
  const answer = await askChange("/api/decide", packDecision(judgement, replacement, options));
  takeAnswer(sheet, answer);
  refreshShelf().catch(complain);
  const reach = `${count(answer.findings, "place")} in ${count(answer.documents, "document")}`;
  const words = options.rule ? `Ignored the rule ${finding.rule}` : describeDecision(judgement, finding);
  tellLast(`${words} in ${reach}`);
  await goOn(answer.next);
  say(`${words} in ${reach}. ${describeFocus()}`);
}

/** Take back the last decision, and go to the finding it was about. */
async function undoLast() {
  const answer = await askChange("/api/undo", {});
  if (answer.nothing) return mention("There is nothing to take back.");
  takeRun(answer);
  tellLast("");
  if (!answer.position) return refreshAfterUndo("Taken back.");
  const sheet = await source.sheet(answer.position[0]);
  if (answer.stands?.length) showStands(sheet, answer.stands);
  sheet.seq = Math.max(sheet.seq, answer.seq);
  if (byId("names").hidden) await openDocument(...answer.position);
  return refreshAfterUndo(`Taken back in ${count(answer.findings, "place")}. ${describeFocus()}`);
}

async function refreshAfterUndo(words) {
  if (byId("names").hidden) refreshDetails();
  else await refreshNames();
  refreshShelf().catch(complain);
  fillProgress();
  say(words);
  tellLast("Taken back", { canUndo: false });
  if (!byId("names").hidden) tellNameLast("Taken back", { canUndo: false });
}

function describeDecision(judgement, finding) {
  const was = shorten(reveal(finding.text), 32);
  const will = wordingOf(finding);
  if (!judgement) return `Taken back: ${was}`;
  if (judgement === "reject" || judgement === "unsure" || will === null) return `${JUDGED[judgement]}: ${was}`;
  return `${JUDGED[judgement]}: ${was} → ${will ? shorten(reveal(will), 32) : "left out"}`;
}

/** Say something that was not decided, where it is seen and heard. */
function mention(words) {
  tellLast(words, { canUndo: false });
  say(words);
}

/** Say what was decided last, where it can be taken back. */
function tellLast(words, { canUndo = true } = {}) {
  const undo = make(
    "button",
    { type: "button", class: "link", title: "Take it back (z)", click: () => afterAll(undoLast) },
    "Undo",
  );
  const help = make("button", { type: "button", class: "link", click: () => byId("help").showModal() }, "All keys");
  const quiet = [make("span", {}, run.who ? `You decide as ${run.who}` : ""), help];
  byId("last").replaceChildren(...(words ? [make("span", { dir: "auto" }, words), ...(canUndo ? [undo] : [])] : quiet));
}

/** Say what went wrong and what to do next, where it is seen and heard. */
function complain(error) {
  const isRefusal = error instanceof Refusal;
  if (!isRefusal) console.error(error);
  const words = isRefusal
    ? [error.message, error.hint]
    : ["Something went wrong on this page.", "Load it again: all decisions are kept."];
  const close = make("button", { type: "button", class: "link", click: () => (byId("alarm").hidden = true) }, "Close");
  byId("alarm").replaceChildren(make("strong", {}, words[0]), make("span", {}, words[1]), close);
  byId("alarm").hidden = false;
}
