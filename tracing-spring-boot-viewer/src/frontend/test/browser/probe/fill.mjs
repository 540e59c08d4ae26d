// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { random } from '../../../dev/traces/random.mjs';
import { large } from '../../../dev/traces/scenes.mjs';
import { page } from '../browser.mjs';
import { say } from './report.mjs';

/** What the server takes at once. */
const MOST_SPANS = 10_000;
const MOST_BYTES = 15 * 1024 * 1024;

/** Sends traces of so many spans to the server, as another service would. */
export async function fill(sizes) {
  const dice = random(Date.now() & 0xffff);
  for (const size of sizes) {
    const trace = large(dice, Date.now() - 60_000, size);
    let requests = 0;
    for (const body of bodies(entriesOf(trace.document()))) {
      await send(body);
      requests++;
    }
    say(`Sent a trace of ${size} spans in ${requests} requests, of which ${await kept(trace.traceId, size)} are here`);
  }
}

function entriesOf({ resourceSpans }) {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => scopeSpans.flatMap(({ scope, spans }) => spans.map((span) => ({ resource, scope, span }))));
}

function* bodies(entries) {
  const text = entries.length <= MOST_SPANS ? JSON.stringify({ resourceSpans: grouped(entries) }) : null;
  if (text !== null && text.length <= MOST_BYTES) return yield text;
  const half = text === null ? MOST_SPANS : Math.ceil(entries.length / 2);
  yield* bodies(entries.slice(0, half));
  yield* bodies(entries.slice(half));
}

function grouped(entries) {
  const groups = new Map();
  for (const { resource, scope, span } of entries) {
    if (!groups.has(scope)) groups.set(scope, { resource, scopeSpans: [{ scope, spans: [] }] });
    groups.get(scope).scopeSpans[0].spans.push(span);
  }
  return [...groups.values()];
}

async function send(body) {
  const response = await fetch(new URL('v1/traces', page), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  const answer = await response.text();
  if (!response.ok) throw new Error(`The server answered ${response.status} to spans: ${answer}`);
  if (answer.includes('rejectedSpans')) say(`  ${answer}`);
}

/** How many spans of a trace the server has, once that does not change any more. */
async function kept(id, size) {
  let before = -1;
  for (let stays = 0; stays < 4; ) {
    const { traces } = await (await fetch(new URL(`api/traces?trace=${id}&limit=1`, page))).json();
    const now = traces[0]?.spans ?? 0;
    if (now === size) return now;
    stays = now === before ? stays + 1 : 0;
    before = now;
    await new Promise((resume) => setTimeout(resume, 500));
  }
  return before;
}
