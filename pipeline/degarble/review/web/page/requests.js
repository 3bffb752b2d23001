// Questions to the server, one after the other where the order counts, and answers that say no.

/** An answer that says no: what was seen, and what to do next. */
class Refusal extends Error {
  constructor(message, hint = "", status = 0) {
    super(message);
    this.hint = hint;
    this.status = status;
  }
}

// The server itself waits half a minute for a store that somebody else is writing.
const LONGEST_WAIT = 40_000;
const SILENCE = [
  "The review server does not answer.",
  "Is `degarble review` still running? All decisions so far are kept.",
];

/** Ask the server; with a body something is changed there. */
async function ask(path, body) {
  const headers = { "Content-Type": "application/json" };
  const options = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(path, { ...options, cache: "no-store", signal: AbortSignal.timeout(LONGEST_WAIT) }).catch(
    () => null,
  );
  const value = await answer?.json().catch(() => null);
  if (!answer || value === null) throw new Refusal(...SILENCE);
  if (!answer.ok)
    throw new Refusal(value.error ?? `The server says ${answer.status}.`, value.hint ?? "", answer.status);
  return value;
}

let lastChange = Promise.resolve();

/** Ask the server to change something, once all changes asked for before are made or refused. */
function askChange(path, body) {
  const change = lastChange.then(() => ask(path, body));
  lastChange = change.catch(() => null);
  return change;
}

/** Write pairs as a query; what is empty is left out. */
function writeQuery(pairs) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(pairs)) {
    if (value !== "" && value !== null && value !== undefined && value !== false)
      query.set(name, value === true ? "1" : value);
  }
  return query.toString();
}
