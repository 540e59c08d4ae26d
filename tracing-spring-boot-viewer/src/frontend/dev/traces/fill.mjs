// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { random } from './random.mjs';
import { broken, customers, job, large, lossy, order, skewed, small, stock } from './scenes.mjs';

/** Fills the store with a few minutes of a shop's life; `live` lets it go on. */
export function fill(store, { big, live }) {
  const dice = random(42);
  const now = Date.now();
  const add = (trace) => store.add(trace.document());
  for (let each = 0; each < 64; each++) add(small(dice, now - dice.between(4_000, 240_000)));
  for (let each = 0; each < 6; each++) add(order(dice, now - dice.between(8_000, 230_000), false));
  add(order(dice, now - 96_000, true));
  add(job(dice, now - 150_000));
  add(skewed(dice, now - 61_000));
  add(broken(dice, now - 44_000));
  for (const trace of stock(dice, now - 33_000)) add(trace);
  add(customers(dice, now - 12_000));
  add(order(dice, now - 6_000, true));
  add(order(dice, now - 3_000, false));
  add(lossy(dice, now - 190_000));
  if (big) for (const size of [10_000, 100_000]) add(large(dice, now - 300_000, size));
  startJobs(store, dice, now);
  if (live) setInterval(() => add(dice.next() > 0.15 ? small(dice, Date.now() - 300) : order(dice, Date.now() - 300, dice.next() > 0.5)), 1_500).unref();
}

function startJobs(store, dice, now) {
  const base = { attempt: 1, worker: 'worker-1' };
  const settlement = { ...base, traceId: dice.hex(32), spanId: dice.hex(16), service: 'payments', name: 'nightly settlement', id: '42', startMicros: (now - 84_000) * 1e3, percent: 25, message: 'chunk 2 of 8' };
  const index = { ...base, traceId: dice.hex(32), spanId: dice.hex(16), service: 'catalog', name: 'rebuild search index', id: null, startMicros: (now - 9_000) * 1e3, percent: null, message: null, attempt: 2 };
  store.jobs.push(settlement, index);
  setInterval(() => (settlement.percent = (settlement.percent + 0.5) % 100), 1_000).unref();
}
