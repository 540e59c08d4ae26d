// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { api, close, open, summaries } from './browser.mjs';
import { assertRounds } from './tab.mjs';

/** Empties the server: the last thing to do to it. */
export function emptyTests(test, browser, looks) {
  test('an empty page tells how to make the first trace, and turns into the list by itself', async () => {
    const tab = await open(browser());
    await tab.waitForSelector('.rows');
    const { id } = (await summaries(tab)).find(looks.several);
    const document = await api(tab, `traces/${id}`);
    tab.on('dialog', (dialog) => void dialog.accept());
    await tab.getByRole('button', { name: 'All traces' }).click();
    await tab.getByRole('menuitem', { name: 'Forget all traces' }).click();
    await tab.waitForSelector('.empty');
    const { application = new URL(tab.url()).origin } = await api(tab, 'info');
    assert.ok((await tab.locator('.empty code').allInnerTexts()).includes(`curl ${application.replace(/\/$/, '')}/`));
    assert.match(await tab.locator('.empty').innerText(), /curl [\s\S]*forward-to=[\s\S]*OTEL_EXPORTER_OTLP_ENDPOINT=/);
    await assertRounds(tab, 'empty');
    await api(tab, 'import', { method: 'POST', body: JSON.stringify(document) });
    await tab.waitForSelector('.rows');
    assert.deepEqual(tab.messages, []);
    await close(tab);
  });
}
