// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { close, open, summaries } from './browser.mjs';

/**
 * Makes tests of features, each in a tab of its own that must leave no message. `looks` tells which traces to look for, each as a test of a summary:
 * `several` (a trace without errors over several services), `failing` (one with an error and its stack trace), `repeated`
 * (one with an N+1), `linked` (one with a link to another trace), all of them with a root that is an HTTP request.
 */
export function walker(test, browser, looks) {
  return (name, steps, options) => test(name, async () => {
    const tab = await open(browser(), options);
    await tab.waitForSelector('.rows');
    const all = await summaries(tab);
    const trace = (which) => all.find(looks[which]) ?? assert.fail(`no trace "${which}"`);
    await steps(tab, trace, all);
    assert.deepEqual(tab.messages, []);
    await close(tab);
  });
}
