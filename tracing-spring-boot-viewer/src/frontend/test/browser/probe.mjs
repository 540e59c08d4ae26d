// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { close, launch, open, page, summaries } from './browser.mjs';

/**
 * Numbers of the page with large traces, in milliseconds. They are of this machine, so nothing here fails: compare them
 * with the floor, which is the same frames over a list of nothing.
 */
const browser = await launch();
const tab = await open(browser);
await tab.waitForSelector('.rows');
const large = (await summaries(tab, '&sort=spans')).filter((each) => each.spans >= 5_000).reverse();
for (const { id, spans } of large) {
  console.log(`${spans} spans`);
  await report('  from the first byte to paint', 5, () => fromWire(id));
  await report('  in memory: the whole view to paint', 5, () => fromMemory(id));
  await report('  fold and unfold the root, to paint', 5, () => fold());
  const floor = await frames(true);
  const ours = await frames(false);
  console.log(`  frames while scrolling: p95 ${ours.toFixed(1)}, floor p95 ${floor.toFixed(1)}`);
  await tab.goto(page);
  await tab.waitForSelector('.rows');
}
if (large.length === 0) console.log('There is no large trace on this server.');
await close(tab);
await browser.close();

async function report(name, times, measure) {
  const values = [];
  for (let each = 0; each < times; each++) values.push(await measure());
  values.sort((a, b) => a - b);
  console.log(`${name}: median ${values[Math.floor(times / 2)].toFixed(0)}, worst ${values.at(-1).toFixed(0)}`);
}

async function fromWire(id) {
  await tab.goto(page);
  await tab.waitForSelector('.rows');
  return tab.evaluate(async (trace) => {
    performance.clearResourceTimings();
    performance.setResourceTimingBufferSize(1_000);
    history.pushState(null, '', `./?trace=${trace}`);
    dispatchEvent(new PopStateEvent('popstate'));
    while (!document.querySelector('.wrow')) await new Promise((resume) => setTimeout(resume, 1));
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    const [entry] = performance.getEntriesByType('resource').filter((each) => each.name.includes(trace) && each.name.includes('api/traces/'));
    return performance.now() - entry.responseStart;
  }, id);
}

async function fromMemory(id) {
  await tab.evaluate(() => {
    history.pushState(null, '', './');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await tab.waitForSelector('.rows');
  return tab.evaluate(async (trace) => {
    const start = performance.now();
    history.pushState(null, '', `./?trace=${trace}`);
    dispatchEvent(new PopStateEvent('popstate'));
    while (!document.querySelector('.wrow')) await new Promise((resume) => setTimeout(resume));
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    return performance.now() - start;
  }, id);
}

async function fold() {
  await tab.locator('.waterfall').focus();
  await tab.keyboard.press('Home');
  return tab.evaluate(async () => {
    const paint = () => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    const twisty = () => document.querySelector('.twisty:not(.twisty-leaf)');
    const start = performance.now();
    twisty().click();
    await paint();
    twisty().click();
    await paint();
    return performance.now() - start;
  });
}

/** The 95th of 100 frames while something scrolls by ten rows in each. */
async function frames(floor) {
  return tab.evaluate(async (empty) => {
    let element = document.querySelector('.waterfall');
    if (empty) {
      element = document.createElement('div');
      const inner = document.createElement('div');
      inner.style.height = '2800000px';
      element.append(inner);
      element.style.cssText = 'position:fixed;inset:0;overflow:auto;z-index:99;background:white';
      document.body.append(element);
    }
    element.scrollTop = 0;
    const times = [];
    let last = await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < 120; frame++) {
      element.scrollTop += 280;
      const now = await new Promise(requestAnimationFrame);
      times.push(now - last);
      last = now;
    }
    if (empty) element.remove();
    return times.slice(20).sort((a, b) => a - b)[94];
  }, floor);
}
