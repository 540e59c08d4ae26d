// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { randomBytes } from 'node:crypto';
import { api, close, open } from '../browser.mjs';
import { installProbe } from './inPage.mjs';
import { report, say } from './report.mjs';

const TIMES = 20;
const PATIENCE = 10_000;

/** From the end of a span to its painted row, with the list open and live. */
export async function measureVisible(browser) {
  const endpoint = process.env.TRACING_REQUEST;
  say(endpoint ? `Spans of ${endpoint}` : 'Spans that the page sends');
  const tab = await open(browser, { script: installProbe });
  await tab.evaluate(() => window.probe.firstLoad);
  await tab.evaluate(watchRows);
  const values = [];
  for (let each = 0; each < TIMES; each++) {
    // Anywhere between two of the page's questions, not always right after one.
    await new Promise((resume) => setTimeout(resume, 300 + Math.random() * 400));
    const value = await (endpoint ? afterRequest(tab, endpoint) : afterSpan(tab));
    if (value === null) say('  one span was not seen in time');
    else values.push(value);
  }
  report('span-visible', 'from the end of a span to its painted row', values, { of: endpoint ? 'request' : 'sent' });
  await close(tab);
}

/** Runs in the page. Keeps when each trace that is new and whole was painted, among the newest ones. */
function watchRows() {
  const seen = new Map();
  const waiting = new Set();
  const look = () => {
    for (const row of document.querySelectorAll('.rows .row:nth-child(-n+12)')) {
      const id = new URL(row.querySelector('.row-link').href).searchParams.get('trace');
      // Of a trace whose root has not ended the row tells so.
      if (seen.has(id) || [...row.querySelectorAll('.tag')].some((tag) => /incomplete|running/.test(tag.textContent))) continue;
      seen.set(id, null);
      void window.probe.paint().then(() => {
        seen.set(id, Date.now());
        for (const tell of waiting) tell();
      });
    }
  };
  new MutationObserver(look).observe(document.getElementById('page'), { childList: true, subtree: true });
  look();
  window.probe.known = () => [...seen.keys()];
  /** The next trace that is not among some, as its id and the time of its paint. */
  window.probe.next = (known, patience) => new Promise((resolve) => {
    const done = (found) => {
      clearTimeout(timer);
      waiting.delete(tell);
      resolve(found);
    };
    const tell = () => {
      const found = [...seen].find(([id, time]) => time !== null && !known.includes(id));
      if (found) done(found);
    };
    const timer = setTimeout(() => done(null), patience);
    waiting.add(tell);
    tell();
  });
}

async function afterSpan(tab) {
  const ids = { trace: randomBytes(16).toString('hex'), span: randomBytes(8).toString('hex') };
  return tab.evaluate(async ({ trace, span, patience }) => {
    const known = window.probe.known();
    const end = Date.now();
    const body = { resourceSpans: [{
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'probe' } }] },
      scopeSpans: [{ spans: [{ traceId: trace, spanId: span, name: 'GET /probe', kind: 2, startTimeUnixNano: `${end - 5}000000`, endTimeUnixNano: `${end}000000` }] }],
    }] };
    await fetch('./v1/traces', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    for (;;) {
      const next = await window.probe.next(known, patience);
      if (next === null) return null;
      if (next[0] === trace) return next[1] - end;
      known.push(next[0]);
    }
  }, { ...ids, patience: PATIENCE });
}

async function afterRequest(tab, endpoint) {
  const known = await tab.evaluate(() => window.probe.known());
  const start = Date.now();
  await (await fetch(endpoint)).arrayBuffer();
  for (;;) {
    const next = await tab.evaluate(({ ids, patience }) => window.probe.next(ids, patience), { ids: known, patience: PATIENCE });
    if (next === null) return null;
    const end = await endOf(tab, next[0], start, new URL(endpoint).pathname);
    if (end !== null) return next[1] - end;
    known.push(next[0]);
  }
}

/** When the root span of the request ended, in milliseconds; null where the trace is of something else that came meanwhile. */
async function endOf(tab, id, start, path) {
  const { resourceSpans } = await api(tab, `traces/${id}`);
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scoped) => scoped.spans));
  const millis = (nanos) => Number(BigInt(nanos) / 1_000n) / 1e3;
  const root = spans.find((span) => !span.parentSpanId);
  if (!root || millis(root.startTimeUnixNano) < start - 5) return null;
  const told = root.attributes?.find(({ key }) => key === 'url.path')?.value.stringValue;
  return told === undefined || told === path ? millis(root.endTimeUnixNano) : null;
}
