// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { close, open, page, summaries } from '../browser.mjs';
import { installProbe } from './inPage.mjs';
import { repeat, report, say } from './report.mjs';
import { measureScrolling } from './scrolling.mjs';

const LARGE = 5_000;

/** How long the page needs for each large trace that the server has, the smaller ones first. */
export async function measureLargeTraces(browser) {
  const tab = await open(browser, { script: installProbe });
  await tab.evaluate(() => window.probe.firstLoad);
  const large = (await summaries(tab, '&sort=spans')).filter((each) => each.spans >= LARGE).reverse();
  if (large.length === 0) say('There is no large trace on this server.');
  for (const { id, spans } of large) {
    say(`A trace of ${spans} spans`);
    report('wire', 'from the first byte to paint', await repeat(5, () => fromWire(tab, id)), { spans });
    report('memory', 'in memory, the whole view to paint', await repeat(5, () => fromMemory(tab, id)), { spans });
    report('fold', 'fold and unfold the root, to paint', await repeat(5, () => foldAndUnfold(tab)), { spans });
    await measureScrolling(tab, spans);
  }
  await close(tab);
}

async function fromWire(tab, id) {
  await tab.goto(page);
  await tab.evaluate(() => window.probe.firstLoad);
  return tab.evaluate(async (trace) => {
    const { go, painted } = window.probe;
    performance.clearResourceTimings();
    go(`./?trace=${trace}`);
    await painted(() => document.querySelector('.wrow'));
    const [entry] = performance.getEntriesByType('resource').filter((each) => each.name.endsWith(`api/traces/${trace}`));
    return performance.now() - entry.responseStart;
  }, id);
}

async function fromMemory(tab, id) {
  return tab.evaluate(async (trace) => {
    const { go, list, painted } = window.probe;
    go('./');
    await painted(list);
    const start = performance.now();
    go(`./?trace=${trace}`);
    await painted(() => document.querySelector('.wrow'));
    return performance.now() - start;
  }, id);
}

/** The mean of both ways. */
async function foldAndUnfold(tab) {
  await tab.locator('.waterfall').focus();
  await tab.keyboard.press('Home');
  return tab.evaluate(async () => {
    const twisty = () => document.querySelector('.twisty:not(.twisty-leaf)');
    const start = performance.now();
    for (let way = 0; way < 2; way++) {
      twisty().click();
      await window.probe.paint();
    }
    return (performance.now() - start) / 2;
  });
}
