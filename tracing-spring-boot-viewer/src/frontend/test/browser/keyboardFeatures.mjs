// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { sizes } from './browser.mjs';
import { helpTests, roundTests } from './keyboardRounds.mjs';
import { assertSoon } from './soon.mjs';
import { assertFocus, button, press, tabTo } from './tab.mjs';
import { show } from './views.mjs';

/** Every view with no other hand than the keyboard's. */
export function keyboardTests(walk) {
  for (const size of sizes) roundTests((name, steps) => walk(`${name}, ${size.width} wide`, steps, { size }));
  helpTests(walk);
  listTests(walk);
  traceTests(walk);
}

function listTests(walk) {
  walk('the list by keyboard alone', async (tab, trace) => {
    const addressHas = (pattern) => assertSoon(async () => assert.match(tab.url(), pattern));
    const addressHasNot = (pattern) => assertSoon(async () => assert.doesNotMatch(tab.url(), pattern));
    await tabTo(tab, tab.locator('.filter-name input'));
    await tab.keyboard.type('no such span');
    await press(tab, button(tab, 'Reset the filters'));
    await addressHasNot(/name=/);
    await press(tab, button(tab, 'Errors', { exact: true }), ' ');
    await addressHas(/status=error/);
    await press(tab, tab.getByRole('group', { name: 'Services' }).getByRole('button', { name: trace('failing').services[1].name }), ' ');
    await addressHas(/service=/);
    await press(tab, button(tab, 'Reset', { exact: true }));
    await addressHasNot(/status=|service=/);
    await tabTo(tab, tab.getByLabel('At least, in ms'));
    await tab.keyboard.type('0.001');
    await addressHas(/min=0\.001/);
    await tabTo(tab, tab.getByLabel('Attribute, as key=value or key'));
    await tab.keyboard.type('http.request.method=POST');
    await tab.keyboard.press('Enter');
    await press(tab, button(tab, 'Remove http.request.method=POST'));
    await addressHasNot(/attribute=/);
    await tabTo(tab, tab.getByLabel('Sort'));
    await tab.keyboard.press('ArrowDown');
    await addressHas(/sort=oldest/);
    const scale = button(tab, 'log', { exact: true });
    const before = await scale.getAttribute('aria-pressed');
    await press(tab, scale, ' ');
    await assertSoon(async () => assert.notEqual(await scale.getAttribute('aria-pressed'), before));
  });

  walk('to a trace and back to its row by keyboard', async (tab, trace) => {
    const link = tab.locator(`.row-link[href*="${trace('several').id}"]`);
    await press(tab, link);
    await tab.waitForSelector('.wrow');
    await tab.keyboard.press('Escape');
    await tab.waitForSelector('.rows');
    await assertFocus(link);
    assert.equal(await link.evaluate((element) => element.getBoundingClientRect().top >= 48 && element.getBoundingClientRect().bottom <= innerHeight), true);
  });

  walk('a menu by keyboard', async (tab) => {
    const menu = button(tab, 'All traces');
    await press(tab, menu);
    await assertFocus(tab.getByRole('menuitem').first());
    await tab.keyboard.press('ArrowDown');
    await assertFocus(tab.getByRole('menuitem').nth(1));
    await tab.keyboard.press('Escape');
    await assertFocus(menu);
    assert.equal(await tab.getByRole('menuitem').count(), 0);
    await tab.keyboard.press('Enter');
    await assertFocus(tab.getByRole('menuitem').first());
    // Tab leaves the menu and goes on behind its button.
    await tab.keyboard.press('Tab');
    await assertFocus(tab.locator('.row-link').first());
    assert.equal(await tab.getByRole('menuitem').count(), 0);
  });
}

function traceTests(walk) {
  walk('a trace by keyboard alone', async (tab, trace) => {
    await show(tab, `?trace=${trace('several').id}`, '.wrow');
    const grid = tab.getByRole('treegrid');
    const value = async (locator) => Number(await locator.getAttribute('aria-valuenow'));
    const first = tab.getByRole('slider', { name: 'Start of the shown time' });
    await tabTo(tab, first);
    for (let step = 0; step < 4; step++) await tab.keyboard.press('ArrowRight');
    await assertSoon(async () => assert.ok((await value(first)) > 10));
    await press(tab, button(tab, 'Whole trace'));
    await assertSoon(async () => assert.equal(await value(first), 0));
    await tabTo(tab, grid);
    const rows = await tab.locator('.wrow').count();
    await tab.keyboard.press('Home');
    await tab.keyboard.press('ArrowLeft');
    await assertSoon(async () => assert.equal(await tab.locator('.wrow').count(), 1));
    await tab.keyboard.press('ArrowRight');
    await assertSoon(async () => assert.equal(await tab.locator('.wrow').count(), rows));
    const divider = tab.getByRole('separator', { name: 'Width of the names' });
    const width = await value(divider);
    await tabTo(tab, divider);
    await tab.keyboard.press('ArrowRight');
    await assertSoon(async () => assert.equal(await value(divider), width + 2));
  });

  walk('the detail of a span by keyboard alone', async (tab, trace) => {
    await show(tab, `?trace=${trace('several').id}`, '.wrow');
    const grid = tab.getByRole('treegrid');
    const open = async () => {
      await tabTo(tab, grid);
      await tab.keyboard.press('Enter');
      await tab.waitForSelector('.detail');
    };
    await open();
    await tabTo(tab, tab.getByLabel('Filter attributes'));
    await tab.keyboard.press('Escape');
    await tab.keyboard.press('Escape');
    await tab.locator('.detail').waitFor({ state: 'detached' });
    await assertFocus(grid);
    await open();
    await press(tab, button(tab, 'Close the detail'));
    await assertFocus(grid);
    await open();
    await press(tab, tab.getByRole('link', { name: /^Traces with http.request.method/ }));
    await tab.waitForSelector('.rows');
    assert.match(tab.url(), /attribute=http.request.method/);
  });

  walk('copying by keyboard alone', async (tab, trace) => {
    await show(tab, `?trace=${trace('several').id}`, '.wrow');
    const copy = button(tab, 'Copy', { exact: true });
    await press(tab, copy);
    await assertFocus(tab.getByRole('menuitem', { name: 'Copy link' }));
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('Enter');
    await tab.getByText('Trace id copied').waitFor();
    assert.equal(await tab.evaluate(() => navigator.clipboard.readText()), trace('several').id);
    await assertFocus(copy);
  });
}
