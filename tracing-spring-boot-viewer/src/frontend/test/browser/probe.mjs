// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { launch, page } from './browser.mjs';
import { fill } from './probe/fill.mjs';
import { measureFirstLoad } from './probe/firstLoad.mjs';
import { measureLargeTraces } from './probe/largeTraces.mjs';
import { say } from './probe/report.mjs';
import { measureVisible } from './probe/visible.mjs';

/**
 * Measures the page on a server. The numbers are of this machine, so nothing here fails: compare scrolling with its floor,
 * which is the same frames over a list of nothing, and bounds with the machine they were written for.
 *
 * - TRACING_FILL=10000,100000: first sends traces of so many spans; the server has to be allowed to keep them
 * - TRACING_REQUEST=URL: for how soon a span is visible, calls this endpoint of the application instead of sending a span
 * - TRACING_MEASURES=load,large,visible: only some of it
 * - TRACING_PROBE=json: one JSON object on each line of the output, and the text on the error output
 */
const measures = { load: measureFirstLoad, large: measureLargeTraces, visible: measureVisible };
const wanted = (process.env.TRACING_MEASURES ?? Object.keys(measures).join()).split(',');
const browser = await launch();
try {
  say(`${page} in Chromium ${browser.version()}`);
  if (process.env.TRACING_FILL) await fill(process.env.TRACING_FILL.split(',').map(Number));
  for (const [name, measure] of Object.entries(measures)) if (wanted.includes(name)) await measure(browser);
} finally {
  await browser.close();
}
