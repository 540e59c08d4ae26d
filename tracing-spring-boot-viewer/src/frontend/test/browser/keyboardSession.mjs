// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { close, open, summaries } from './browser.mjs';
import { start } from './servers.mjs';
import { assertFocus, assertRounds, button, press, tabTo } from './tab.mjs';

/** What comes before the page: each needs a server of its own. */
export function keyboardSessionTests(test, browser) {
  test('a token is given by keyboard alone', async (context) => {
    const tab = await open(browser());
    await tab.goto(await start(context, '--token', 'secret'));
    const field = tab.getByLabel('Token');
    await assertFocus(field);
    // There is nothing behind the question that could be gone on with.
    for (let step = 0; step < 3; step++) await tab.keyboard.press('Escape');
    await assertFocus(field);
    assert.equal(await field.isVisible(), true);
    await tab.keyboard.type('wrong');
    await tab.keyboard.press('Enter');
    await tab.getByText('This is not the token.').waitFor();
    await assertFocus(field);
    await assertRounds(tab, 'token');
    await tabTo(tab, field);
    await tab.keyboard.press('Control+A');
    await tab.keyboard.type('secret');
    await press(tab, button(tab, 'Sign in'));
    await tab.waitForSelector('.rows');
    assert.equal((await summaries(tab)).length > 0, true);
    await close(tab);
  });

  test('a refusal is asked about again by keyboard alone', async (context) => {
    const tab = await open(browser());
    await tab.goto(await start(context, '--refuse'));
    const again = button(tab, 'Try again');
    await again.waitFor();
    await assertRounds(tab, 'refused');
    await Promise.all([tab.waitForResponse(/api\/info/), press(tab, again)]);
    await tab.waitForTimeout(200);
    await assertFocus(again);
    await close(tab);
  });
}
