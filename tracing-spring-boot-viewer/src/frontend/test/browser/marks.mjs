// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { Builder } from '../../dev/traces/builder.mjs';
import { random } from '../../dev/traces/random.mjs';
import { api, themes } from './browser.mjs';
import { assertSoon } from './soon.mjs';
import { show } from './views.mjs';

/** Where the lines and the events of a trace stand on its bars and in the minimap. */
export function markTests(walk) {
  walk('log lines and events stand at their time, in the colour of their severity', async (tab) => {
    const trace = marked();
    await api(tab, 'import', { method: 'POST', body: JSON.stringify(trace.document()) });
    await show(tab, `?trace=${trace.traceId}`, '.wrow');
    const rows = tab.locator('.wrow');
    assert.equal(await rows.count(), 3);
    const [root, call, callee] = [0, 1, 2].map((at) => rows.nth(at));
    assertMarks(await marks(root, '.wlog'), [['wlog-debug', 10], ['wlog-info', 25], ['wlog-warn', 50]]);
    assertMarks(await marks(root, '.wevent'), [['', 35]]);
    assert.deepEqual(await marks(call, '.wlog, .wevent'), []);
    // Its service is five seconds ahead: the marks come along with the bar.
    assertMarks(await marks(callee, '.wlog'), [['wlog-error', 60]]);
    assertMarks(await marks(callee, '.wevent'), [['wevent-error', 80]]);
    for (const theme of themes) {
      await tab.emulateMedia({ colorScheme: theme });
      const [debug, info, warn] = await colours(root);
      const [error] = await colours(callee);
      assert.equal(new Set([info, warn, error]).size, 3, theme);
      assert.equal(debug, info, theme);
      // One line has no span, and so no bar, but a time in the whole.
      await assertSoon(async () => assertMarks(named(await ticks(tab), { debug, warn, error }), [['debug', 10], ['debug', 25], ['warn', 50], ['error', 60], ['debug', 75]]));
    }
    const box = await tab.locator('.minimap').boundingBox();
    await tab.mouse.move(box.x + box.width * 0.4, box.y + 20);
    await tab.mouse.down();
    await tab.mouse.move(box.x + box.width * 0.8, box.y + 20, { steps: 4 });
    await tab.mouse.up();
    await assertSoon(async () => assertMarks(await marks(root, '.wlog'), [['wlog-warn', 25]], 1));
    assertMarks(await marks(callee, '.wlog'), [['wlog-error', 50]], 1);
    assert.deepEqual(await marks(root, '.wevent'), []);
  });
}

/** A trace of 100 ms: times are shares of it, too. */
function marked() {
  const trace = new Builder(random(11), Date.now() - 60_000).skew('worker', 5_000);
  const root = trace.span('shop', 'GET /marks', 'server', 0, 100, { values: { 'http.request.method': 'GET' }, events: [{ name: 'cart priced', at: 35 }] });
  const call = trace.span('shop', 'GET', 'client', 10, 80, { parent: root });
  const callee = trace.span('worker', 'GET /work', 'server', 20, 60, { parent: call, error: { type: 'Boom', message: 'boom', stack: 'Boom: boom' } });
  trace.log('shop', 'shop.Marks', 'DEBUG', 'tenth', 10, root);
  trace.log('shop', 'shop.Marks', 'INFO', 'quarter', 25, root);
  trace.log('shop', 'shop.Marks', 'WARN', 'half', 50, root);
  trace.log('worker', 'worker.Marks', 'ERROR', 'more', 60, callee);
  trace.log('shop', 'shop.Marks', 'INFO', 'without a span', 75);
  return trace;
}

/** Kind and place of the marks of a row, in percent of its lane. */
async function marks(row, selector) {
  return row.evaluate((element, what) => {
    const lane = element.querySelector('.lane').getBoundingClientRect();
    return [...element.querySelectorAll(what)].map((mark) => {
      const box = mark.getBoundingClientRect();
      return [[...mark.classList].slice(1).join(' '), ((box.left + box.right) / 2 - lane.left) / lane.width * 100];
    });
  }, selector);
}

async function colours(row) {
  return row.locator('.wlog').evaluateAll((all) => all.map((mark) => getComputedStyle(mark).borderTopColor));
}

/** Colour and place of what is drawn at the very top of the minimap, above all of its lines. */
async function ticks(tab) {
  return tab.locator('.minimap canvas').evaluate((canvas) => {
    // Whoever reads the canvas of the page itself is told by the browser how to read it faster.
    const copy = new OffscreenCanvas(canvas.width, 1).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, -Math.round(2 * devicePixelRatio));
    const { data } = copy.getImageData(0, 0, canvas.width, 1);
    const found = [];
    for (let x = 0; x < canvas.width; x++) {
      const [red, green, blue, alpha] = data.subarray(4 * x, 4 * x + 4);
      if (alpha === 0) continue;
      const last = found.at(-1);
      if (last?.to === x - 1) Object.assign(last, { to: x }, alpha > last.alpha ? { alpha, colour: `rgb(${red}, ${green}, ${blue})` } : {});
      else found.push({ from: x, to: x, alpha, colour: `rgb(${red}, ${green}, ${blue})` });
    }
    return found.map(({ from, to, colour }) => [colour, (from + to + 1) / 2 / canvas.width * 100]);
  });
}

/** Which of the colours each has; its edges are blended, and rounded in doing so. */
function named(found, known) {
  const channels = (colour) => colour.match(/\d+/g).map(Number);
  const near = (one, other) => channels(one).every((channel, at) => Math.abs(channel - channels(other)[at]) <= 3);
  return found.map(([colour, at]) => [Object.keys(known).find((name) => near(colour, known[name])) ?? colour, at]);
}

function assertMarks(found, expected, within = 0.3) {
  assert.deepEqual(found.map(([kind]) => kind), expected.map(([kind]) => kind), JSON.stringify(found));
  found.forEach(([kind, at], index) => assert.ok(Math.abs(at - expected[index][1]) <= within, `${kind} at ${at} instead of ${expected[index][1]}`));
}
