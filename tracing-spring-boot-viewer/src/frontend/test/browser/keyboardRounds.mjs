// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { assertSoon } from './soon.mjs';
import { assertFocus, assertRounds, button, press, tabTo } from './tab.mjs';
import { show } from './views.mjs';

/** Tab stops at every control of a view, once and in order, and shows where it is. */
export function roundTests(walk) {
  walk('Tab walks the list', async (tab) => {
    // What comes in the middle of a round would be one more stop.
    await press(tab, button(tab, 'Live: pause'), ' ');
    await button(tab, 'Paused: go on').waitFor();
    const more = button(tab, 'Filters');
    if (await more.isVisible()) await press(tab, more);
    await assertRounds(tab, 'list');
    await show(tab, '?name=no+such+span', '.empty');
    await assertRounds(tab, 'nothing');
  });

  walk('Tab walks a trace', async (tab, trace) => {
    await show(tab, `?trace=${trace('failing').id}`, '.wrow');
    await assertRounds(tab, 'trace');
    await tabTo(tab, tab.getByLabel('Search in the trace'));
    await tab.keyboard.type('payment');
    await button(tab, 'Next match').waitFor();
    await assertRounds(tab, 'search');
    await assertSoon(async () => {
      await tab.keyboard.press('e');
      await tab.locator('.detail .stack').first().waitFor({ timeout: 300 });
    });
    await assertRounds(tab, 'detail');
    await show(tab, `?trace=${'0'.repeat(31)}1`, '.message h1');
    tab.messages = tab.messages.filter((each) => !each.includes('404'));
    await assertRounds(tab, 'not here');
  });

  walk('Tab walks the log lines', async (tab, trace) => {
    await show(tab, `?trace=${trace('failing').id}`, '.wrow');
    await press(tab, button(tab, /^Logs/));
    await press(tab, tab.locator('.logs summary', { hasText: 'Stack trace' }).first());
    await assertSoon(async () => assert.equal(await tab.locator('.logs .stack-lines').first().isVisible(), true));
    await assertRounds(tab, 'logs');
    await press(tab, tab.locator('.logs button.log-message').last());
    await tab.waitForSelector('.detail');
    await tab.keyboard.press('Escape');
    await tab.locator('.detail').waitFor({ state: 'detached' });
    await assertFocus(tab.locator('.logs button.log-message').last());
  });
}

/** The help is a dialog: nothing behind it can be reached. */
export function helpTests(walk) {
  walk('the help keeps the focus, and gives it back', async (tab) => {
    const help = button(tab, 'Keyboard and help');
    const dialog = tab.getByRole('dialog', { name: 'Keyboard' });
    await press(tab, help);
    await dialog.waitFor();
    await assertRounds(tab, 'help');
    const letters = tab.getByLabel('Single letters are shortcuts');
    await press(tab, letters, ' ');
    assert.equal(await letters.isChecked(), false);
    await tab.keyboard.press(' ');
    assert.equal(await letters.isChecked(), true);
    await tab.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await assertFocus(help);
    await tab.keyboard.press('Enter');
    await press(tab, button(tab, 'Close', { exact: true }));
    await dialog.waitFor({ state: 'detached' });
    await assertFocus(help);
  });
}
