// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { emptyTests } from './empty.mjs';
import { keyboardTests } from './keyboardFeatures.mjs';
import { keyboardSessionTests } from './keyboardSession.mjs';
import { listTests } from './listFeatures.mjs';
import { madeUpTests } from './madeUp.mjs';
import { markTests } from './marks.mjs';
import { sampleTests, tokenTests } from './sampleFeatures.mjs';
import { walker } from './steps.mjs';
import { traceTests } from './traceFeatures.mjs';
import { viewTests } from './views.mjs';

const several = Number(process.env.TRACING_SERVICES ?? 3);

/** The traces to look for. A server in Java that is asked for these needs a sample with the same calls. */
const looks = {
  several: (trace) => trace.name === 'POST /orders' && trace.errors === 0 && trace.services.length >= several,
  failing: (trace) => trace.name === 'POST /orders' && trace.errors > 0 && trace.services.length >= several,
  repeated: (trace) => trace.name === (process.env.TRACING_REPEATED ?? 'GET /orders'),
  linked: (trace) => trace.name === 'PUT /stock/{sku}',
};

let chromium;
before(async () => {
  chromium = await launch();
});
after(() => chromium.close());

if (process.env.TRACING_WALK !== 'made-up') {
  const walk = walker(test, () => chromium, looks);
  listTests(walk);
  traceTests(walk);
  markTests(walk);
  keyboardTests(walk);
  viewTests(test, () => chromium, looks);
}
if (process.env.TRACING_SAMPLE) sampleTests(test, () => chromium, process.env.TRACING_SAMPLE);
if (process.env.TRACING_LOCKED) tokenTests(test, () => chromium, process.env.TRACING_LOCKED, process.env.TRACING_TOKEN);
if (process.env.TRACING_MADE_UP) {
  madeUpTests(test, () => chromium);
  keyboardSessionTests(test, () => chromium);
}
emptyTests(test, () => chromium, looks);
