// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { assertSoon } from './soon.mjs';
import { show } from './views.mjs';

/** One trace. */
export function traceTests(walk) {
  walk('the waterfall is a tree of rows', async (tab, trace) => {
    await show(tab, `?trace=${trace('several').id}`, '.wrow');
    const grid = tab.getByRole('treegrid');
    const rows = () => grid.locator('.wrow').count();
    const before = await rows();
    assert.equal(await grid.getAttribute('aria-rowcount'), String(before + 1));
    assert.equal(await grid.locator('.wrow').first().getAttribute('aria-level'), '1');
    for (const { name } of trace('several').services) assert.notEqual(await grid.locator('.wservice', { hasText: name }).count(), 0);
    await grid.focus();
    await tab.keyboard.press('Home');
    await tab.keyboard.press('h');
    const becomes = (number) => assertSoon(async () => assert.equal(await rows(), number));
    await becomes(1);
    assert.equal(await grid.locator('.wrow').first().getAttribute('aria-expanded'), 'false');
    await tab.keyboard.press('ArrowRight');
    await becomes(before);
    await tab.keyboard.press('End');
    await assertSoon(async () => assert.equal(await grid.getAttribute('aria-activedescendant'), await grid.locator('.wrow').last().getAttribute('id')));
    await grid.locator('.twisty:not(.twisty-leaf)').first().click();
    await becomes(1);
    await tab.getByRole('button', { name: 'Unfold all' }).click();
    await becomes(before);
    assert.notEqual(await tab.locator('.wcritical').count(), 0);
    await tab.keyboard.press('c');
    await assertSoon(async () => assert.equal(await tab.locator('.wcritical').count(), 0));
  });

  walk('the minimap chooses a piece of time', async (tab, trace) => {
    await show(tab, `?trace=${trace('several').id}`, '.wrow');
    const box = await tab.locator('.minimap').boundingBox();
    await tab.mouse.move(box.x + box.width * 0.25, box.y + 20);
    await tab.mouse.down();
    await tab.mouse.move(box.x + box.width * 0.5, box.y + 20, { steps: 4 });
    await tab.mouse.up();
    const start = tab.getByRole('slider', { name: 'Start of the shown time' });
    await assertSoon(async () => assert.ok(Math.abs(Number(await start.getAttribute('aria-valuenow')) - 25) <= 2));
    await start.focus();
    await tab.keyboard.press('ArrowLeft');
    await assertSoon(async () => assert.ok(Number(await start.getAttribute('aria-valuenow')) < 25));
    await tab.getByRole('button', { name: 'Whole trace' }).click();
    await assertSoon(async () => assert.equal(await start.getAttribute('aria-valuenow'), '0'));
  });

  walk('repeated calls are one row', async (tab, trace) => {
    await show(tab, `?trace=${trace('repeated').id}`, '.wrow');
    const group = tab.locator('.wrow', { hasText: '×' }).first();
    assert.match(await group.innerText(), /\d+ ×[\s\S]*N\+1/);
    const before = await tab.locator('.wrow').count();
    await group.click();
    await tab.getByText(/one after another \(N\+1\)/).waitFor();
    await group.locator('.twisty').click();
    await assertSoon(async () => assert.ok((await tab.locator('.wrow').count()) >= before + 5));
  });

  walk('an error is marked, and tells its stack trace', async (tab, trace) => {
    await show(tab, `?trace=${trace('failing').id}`, '.wrow');
    assert.notEqual(await tab.locator('.wrow-error').count(), 0);
    await assertSoon(async () => {
      await tab.keyboard.press('e');
      await tab.locator('.stack').first().waitFor({ timeout: 300 });
    });
    assert.match(tab.url(), /span=[0-9a-f]{16}/);
    assert.notEqual(await tab.locator('.frame-application').count(), 0);
    const folded = tab.locator('.frames').first();
    assert.match(await folded.innerText(), /frames of libraries/);
    await folded.locator('summary').click();
    assert.equal(await folded.locator('.frame').first().isVisible(), true);
    await tab.reload();
    await tab.waitForSelector('.detail .stack');
    await tab.keyboard.press('Escape');
    await tab.locator('.detail').waitFor({ state: 'detached' });
  });

  walk('the detail of a span', async (tab, trace) => {
    await show(tab, `?trace=${trace('several').id}`, '.wrow');
    await tab.locator('.wrow .wname').first().click();
    const detail = tab.getByRole('complementary', { name: 'Detail' });
    await detail.waitFor();
    for (const part of ['Timing', 'Attributes', 'Resource']) assert.equal(await detail.getByRole('heading', { name: part }).count(), 1);
    assert.match(await detail.innerText(), /Self time[\s\S]*% of the span[\s\S]*% of the path/);
    await detail.getByLabel('Filter attributes').fill('http.request.method');
    await assertSoon(async () => assert.equal(await detail.locator('.attributes').first().locator('dt').count(), 1));
    await detail.getByRole('link', { name: /Traces with http.request.method/ }).click();
    await tab.waitForSelector('.rows');
    assert.match(tab.url(), /attribute=http.request.method/);
  });

  walk('links lead both ways', async (tab, trace) => {
    await show(tab, `?trace=${trace('linked').id}`, '.wrow');
    const other = tab.getByRole('link', { name: /another trace/ });
    for (const row of await tab.locator('.wrow').all()) {
      await row.click();
      await tab.waitForTimeout(100);
      if (await other.count()) break;
    }
    await other.click();
    await assertSoon(async () => assert.doesNotMatch(tab.url(), new RegExp(trace('linked').id)));
    await tab.waitForSelector('.wrow');
    if (!(await other.count())) await tab.locator('.wrow').first().click();
    await other.click();
    await assertSoon(async () => assert.match(tab.url(), new RegExp(trace('linked').id)));
  });

  walk('log lines in order, each with its span', async (tab, trace) => {
    await show(tab, `?trace=${trace('failing').id}`, '.wrow');
    await tab.getByRole('button', { name: /^Logs/ }).click();
    const lines = tab.locator('.logs .log');
    await lines.first().waitFor();
    assert.equal(await lines.count(), trace('failing').logs);
    assert.notEqual(await lines.locator('.level-error').count(), 0);
    await lines.locator('button.log-message').first().click();
    await tab.waitForSelector('.detail');
    assert.match(tab.url(), /view=logs/);
    assert.equal(await tab.locator('.log-chosen').count() > 0, true);
  });

  walk('search inside a trace', async (tab, trace) => {
    await show(tab, `?trace=${trace('several').id}`, '.wrow');
    await tab.keyboard.press('/');
    await tab.keyboard.type('http.request.method');
    await assertSoon(async () => assert.match(await tab.locator('.search-count').innerText(), /^\d+ of \d+$/));
    await tab.keyboard.press('Escape');
    await assertSoon(async () => assert.equal(await tab.getByLabel('Search in the trace').inputValue(), ''));
    await tab.keyboard.type('post');
    await assertSoon(async () => assert.match(await tab.locator('.search-count').innerText(), /^1 of/));
    await tab.keyboard.press('Enter');
    await assertSoon(async () => assert.match(await tab.locator('.search-count').innerText(), /^2 of/));
    await tab.getByRole('treegrid').focus();
    await tab.keyboard.press('Shift+N');
    await assertSoon(async () => assert.match(await tab.locator('.search-count').innerText(), /^1 of/));
    await tab.keyboard.press('n');
    await assertSoon(async () => assert.match(await tab.locator('.search-count').innerText(), /^2 of/));
  });

  walk('copies', async (tab, trace) => {
    const { id, rootSpanId } = trace('several');
    await show(tab, `?trace=${id}`, '.wrow');
    const copied = async (item) => {
      await tab.getByRole('button', { name: 'Copy', exact: true }).click();
      await tab.getByRole('menuitem', { name: item }).click();
      await assertSoon(async () => assert.notEqual(await tab.locator('.notice').count(), 0));
      return tab.evaluate(() => navigator.clipboard.readText());
    };
    assert.equal(await copied('Copy trace id'), id);
    assert.match(await copied('Copy traceparent'), new RegExp(`^00-${id}-${rootSpanId}-0[0-9a-f]$`));
    assert.match(await copied('Copy as curl'), /^curl -g (-X '[A-Z]+' )?'http:\/\/[^']+'$/);
    assert.equal(JSON.parse(await copied('Copy JSON')).trace.id, id);
    assert.match(await copied('Copy link'), new RegExp(`^${escape(new URL('./', tab.url()).href)}\\?trace=${id}$`));
  });
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
