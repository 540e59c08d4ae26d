// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { close, open } from './browser.mjs';
import { checkout } from './otherService.mjs';
import { assertSoon } from './soon.mjs';

/** What needs the running sample, and not only its traces. */
export function sampleTests(test, browser, sample) {
  test('a service that is not Java is in the trace of what it called', async () => {
    const tab = await open(browser());
    const { status, traceId, root } = await checkout(sample);
    assert.equal(status, 201);
    const services = ['checkout', 'gateway', 'orders', 'payments'];
    const row = tab.locator('.row', { has: tab.locator(`a[href*="${traceId}"]`) });
    for (const service of services) await row.locator('.services li', { hasText: service }).waitFor();
    assert.match(await row.innerText(), /POST \/checkout/);
    await row.locator('a').click();
    const grid = tab.getByRole('treegrid');
    for (const service of services) await grid.locator('.wservice', { hasText: service }).first().waitFor();
    // All in one tree, whatever each of them came in.
    assert.equal(await grid.locator('.wrow[aria-level="1"]').count(), 1);
    assert.doesNotMatch(await grid.innerText(), /parent not here/);
    const first = grid.locator('.wrow').first();
    assert.equal(await first.locator('.wlog-warn').count(), 1);
    assert.equal(await first.locator('.wlog-error').count(), 1);
    assert.equal(await first.locator('.wevent').count(), 1);
    await first.locator('.wname').click();
    const detail = tab.getByRole('complementary', { name: 'Detail' });
    await detail.getByRole('heading', { name: 'Resource' }).waitFor();
    const text = await detail.innerText();
    for (const part of [/cart\.items\s+9007199254740993/, /cart\.weight\s+1\.25/, /cart\.gift\s+true/, /cart\.tags\s+.*paper.*größe/, /cart closed/, /nodejs/]) assert.match(text, part);
    await tab.getByRole('button', { name: /^Logs/ }).click();
    const lines = tab.locator('.logs .log');
    await lines.first().waitFor();
    const own = { warn: lines.filter({ hasText: 'größer than most' }), error: lines.filter({ hasText: 'The receipt could not be printed' }) };
    for (const [level, line] of Object.entries(own)) assert.equal(await line.locator(`.level-${level}`).count(), 1, level);
    // By time: before all that was called, and after it.
    const order = await lines.allInnerTexts();
    assert.match(order[0], /größer than most/);
    assert.match(order.at(-1), /The receipt could not be printed/);
    assert.ok(order.length > 2, 'the sample has no lines there');
    await own.error.locator('button.log-message').click();
    await assertSoon(async () => assert.match(tab.url(), new RegExp(`span=${root}`)));
    assert.deepEqual(tab.messages, []);
    await close(tab);
  });
}
