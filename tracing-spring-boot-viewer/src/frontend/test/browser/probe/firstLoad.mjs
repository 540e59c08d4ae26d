// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { page } from '../browser.mjs';
import { installProbe } from './inPage.mjs';
import { repeat, report, say } from './report.mjs';

/** From the start of the navigation to the painted list, and what has been transferred for it, each with an empty cache. */
export async function measureFirstLoad(browser) {
  say('First load');
  const loads = await repeat(5, () => load(browser));
  report('first-load', 'to the painted list', loads.map((each) => each.millis));
  report('first-load-bytes', 'transferred for the page', loads.map((each) => each.bytes.page), { unit: 'bytes' });
  report('first-load-data-bytes', 'transferred for its data', loads.map((each) => each.bytes.data), { unit: 'bytes' });
}

async function load(browser) {
  // A context has a cache of its own.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const tab = await context.newPage();
    await tab.addInitScript(installProbe);
    const bytes = { page: 0, data: 0 };
    const kinds = new Map();
    const network = await context.newCDPSession(tab);
    network.on('Network.requestWillBeSent', ({ requestId, request }) => kinds.set(requestId, request.url.includes('/api/') ? 'data' : 'page'));
    network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => (bytes[kinds.get(requestId)] += encodedDataLength));
    await network.send('Network.enable');
    await tab.goto(page);
    const millis = await tab.evaluate(() => window.probe.firstLoad);
    // The page goes on asking for news, which is no part of its load.
    return { millis, bytes: { ...bytes } };
  } finally {
    await context.close();
  }
}
