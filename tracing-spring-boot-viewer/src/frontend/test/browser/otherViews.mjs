// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { close, open, page, sizes, summaries, themes } from './browser.mjs';
import { findFaults } from './layout.mjs';
import { start } from './servers.mjs';
import { look, show } from './views.mjs';

/** Looks at what a server with traces and without a fault does not show, in both themes and both sizes. */
export function otherViewTests(test, browser) {
  test('text that is cut in either direction is found', async () => {
    const tab = await open(browser());
    await tab.waitForSelector('.rows');
    for (const [style, fault] of [['height: 8px', /^cut below: strong/m], ['width: 20px; white-space: nowrap', /^cut: strong/m]]) {
      await tab.locator('.list-head strong').evaluate((element, text) => (element.style.cssText = `display: block; overflow: hidden; ${text}`), style);
      assert.match((await tab.evaluate(findFaults)).join('\n'), fault);
    }
    await close(tab);
  });

  for (const theme of themes)
    for (const size of sizes)
      test(`every view of another server, ${theme}, ${size.width} × ${size.height}`, async (context) => {
        const tab = await open(browser(), { size, theme });
        await tab.getByRole('region', { name: 'Running jobs' }).waitFor();
        await look(tab, 'jobs');
        const skewed = (await summaries(tab)).find((each) => each.name === 'GET /quotes');
        await show(tab, `?trace=${skewed.id}`, '.wrow');
        await look(tab, 'adjusted');
        const lossy = (await summaries(tab)).find((each) => each.name === 'POST /catalog/reindex');
        await show(tab, `?trace=${lossy.id}`, '.wrow');
        await look(tab, 'dropped');
        await tab.locator('.wrow').first().click();
        await look(tab, 'dropped-detail');
        await tab.goto(page);
        await tab.waitForSelector('.rows');
        await tab.route(/api\/traces\?/, (route) => route.fulfill({ status: 500, json: { error: 'Out of order.' } }));
        await tab.keyboard.press('/');
        await tab.keyboard.type('orders');
        await tab.getByRole('alert').waitFor();
        await look(tab, 'list-failure');
        await tab.unrouteAll({ behavior: 'ignoreErrors' });
        await tab.goto(await start(context, '--empty'));
        await tab.waitForSelector('.empty');
        await look(tab, 'empty');
        await tab.goto(await start(context, '--refuse'));
        await tab.getByRole('heading', { name: 'No access from here' }).waitFor();
        await look(tab, 'refused');
        await tab.goto(await start(context, '--token', 'secret'));
        await tab.getByLabel('Token').waitFor();
        await look(tab, 'sign-in');
        await tab.getByLabel('Token').fill('wrong');
        await tab.keyboard.press('Enter');
        await tab.getByText('This is not the token.').waitFor();
        await look(tab, 'sign-in-wrong');
        // The browser's messages about answers that were asked for here, and its advice on forms.
        assert.deepEqual(tab.messages.filter((each) => !/^verbose|status of (500|403|401)/.test(each)), []);
        await close(tab);
      });
}
