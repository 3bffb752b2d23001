// Going from finding to finding: one step after the other however fast the keys are, with the next one at hand before.

const steps = { last: Promise.resolve(), waiting: 0 };
const ahead = { from: null, position: undefined };

/** Do something once all that was asked for before is done, so that fast typing loses nothing. */
function afterAll(task) {
  steps.waiting += 1;
  steps.last = steps.last
    .then(task)
    .catch(complain)
    .finally(() => {
      steps.waiting -= 1;
    });
  return steps.last;
}

const here = () => (focus.finding < 0 ? null : [focus.document, focus.finding]);
const isSame = (one, other) => Boolean(one && other && one[0] === other[0] && one[1] === other[1]);

const RANKS = { critical: 3, major: 2, minor: 1, neutral: 0 };
const QUEUE_KEYS = {
  worst: ({ severity, score }, index) => [-RANKS[severity], -score, index],
  reading: (_, index) => [index],
  together: ({ severity, rule, id }, index) => [-RANKS[severity], rule, id, index],
};

function compareKeys(one, other) {
  const place = one.findIndex((key, step) => key !== other[step]);
  return place < 0 ? 0 : one[place] < other[place] ? -1 : 1;
}

/** Find the next finding inside the document in focus, in the order of the queue. */
function findInside(after, { back, open }) {
  const { findings } = focus.sheet;
  const keyed = findings.map((finding, index) => ({ index, keys: QUEUE_KEYS[queue.order](finding, index) }));
  const sorted = keyed
    .sort((one, other) => (back ? -1 : 1) * compareKeys(one.keys, other.keys))
    .map(({ index }) => index);
  const rest = after ? sorted.slice(sorted.indexOf(after[1]) + 1) : sorted;
  const found = rest.find((index) => isShown(findings[index]) && (!open || isOpen(findings[index])));
  return found === undefined ? null : [focus.document, found];
}

/** Find the finding after (or before) one in the order of the queue; null when there is none. */
async function findNext(after, { back = false, open = false } = {}) {
  if (filter.here) return findInside(after, { back, open });
  const place = after ? { document: after[0], finding: after[1] } : {};
  const query = writeQuery({ ...describeFilter(), ...place, order: queue.order, back, undecided: open });
  return (await ask(`/api/next?${query}`)).position;
}

/** Ask beforehand for the next undecided finding and its document. */
async function lookAhead() {
  const from = here();
  Object.assign(ahead, { from, position: undefined });
  const position = await findNext(from, { open: wantsOpen() }).catch(() => null);
  if (ahead.from !== from || !position) return;
  await source.sheet(position[0]).catch(() => null);
  if (ahead.from === from) ahead.position = position;
}

/** Return what comes next, if it is known and nobody decided on it meanwhile. */
function peek() {
  if (!isSame(ahead.from, here()) || !ahead.position) return null;
  return onTheirWay.has(keyOf(...ahead.position)) ? null : ahead.position;
}

/** Go to a finding; when there is none any more, say that all is decided. */
async function goOn(position) {
  const next = position ?? (await findNext(null, { open: wantsOpen() }));
  if (next && !(isSame(next, here()) && !isOpen(focus.sheet.findings[next[1]]))) await openDocument(...next);
  else showEnd();
}

/** Go to the next or previous finding that is shown, decided or not. */
async function step(amount) {
  const next = await findNext(here(), { back: amount < 0 });
  if (!next) return mention(amount < 0 ? "This is the first finding." : "This is the last finding.");
  await openDocument(...next);
  return say(describeFocus());
}

/** Go to the next or previous document of the list. */
async function stepDocument(amount) {
  const place = shelf.items.indexOf(focus.document);
  const next = shelf.items[place < 0 ? (amount > 0 ? 0 : shelf.items.length - 1) : place + amount];
  if (next === undefined) return mention(amount < 0 ? "This is the first document." : "This is the last document.");
  await openDocument(next);
  return say(describeFocus());
}

/** Open a document or a finding somebody pointed at. */
function visit(document, finding = null) {
  closeShelf();
  return afterAll(async () => {
    await openDocument(document, finding);
    say(describeFocus());
  });
}
