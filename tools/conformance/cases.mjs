// What the ranks told of a file's cases, added up: a case has passed when it has on every rank.

const SEPARATOR = '\x1e';
const WORSE = { passed: 0, skipped: 1, failed: 2 };

/** Events out of one rank's stdout, and the rest of what it printed. */
export function eventsOf(text) {
  const events = [];
  const rest = [];
  for (const line of text.split('\n')) {
    if (line.startsWith(SEPARATOR)) events.push(JSON.parse(line.slice(1)));
    else if (line.trim() !== '') rest.push(line);
  }
  return { events, rest };
}

/**
 * Cases by name: `{ outcome, reason }`. `hung` are the cases a rank was in when the run ended, with the reason `why`; `complete` when every
 * rank reached the end.
 */
export function addUp(ranks, why) {
  const cases = new Map();
  const hung = new Set();
  let complete = true;
  for (const [rank, { events, rest }] of ranks.entries()) {
    const told = new Map();
    let inside = null;
    let ended = false;
    for (const event of events) {
      if (event.cases) for (const name of event.cases) if (!cases.has(name)) cases.set(name, null);
      if (event.start) inside = event.start;
      if (event.case) told.set(event.case, event);
      if (event.end) ended = true;
    }
    if (!ended) {
      complete = false;
      if (inside !== null && !told.has(inside)) {
        hung.add(inside);
        told.set(inside, { outcome: 'failed', reason: `${why}\n${rest.slice(-30).join('\n')}` });
      } else if (events.length === 0) {
        told.set('(import)', { outcome: 'failed', reason: `${why}\n${rest.slice(-30).join('\n')}` });
        cases.set('(import)', null);
      }
    }
    for (const [name, { outcome, reason }] of told) {
      const before = cases.get(name) ?? null;
      const said = reason ? `rank ${rank}: ${reason}` : '';
      if (before === null || WORSE[outcome] > WORSE[before.outcome]) cases.set(name, { outcome, reason: said });
    }
  }
  return { cases, hung, complete };
}

/** `{passed, failed, skipped, impossible}` of a map of cases. */
export function count(cases) {
  const sum = { passed: 0, failed: 0, skipped: 0, impossible: 0 };
  for (const { outcome } of cases.values()) sum[outcome]++;
  return sum;
}
