// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { close, open, page, summaries } from './browser.mjs';
import { checkout } from './otherService.mjs';
import { assertSoon } from './soon.mjs';
import { lookAtAll } from './views.mjs';

/** What needs the running sample: a job that takes its time, a service beside it, and a server that looks at who asks. */
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

  test('a job shows how far it is while it runs, and is a trace when it has ended', async () => {
    const tab = await open(browser());
    await tab.waitForSelector('.rows');
    const order = { method: 'POST', body: new URLSearchParams({ customer: 'Ada', sku: 'pencil', quantity: '1', card: '4242424242424242' }) };
    // More to settle is more steps to see.
    await Promise.all(Array.from({ length: 8 }, () => fetch(new URL('/orders', sample), order).then((answer) => answer.text())));
    const settled = fetch(new URL('/payments/settlement', sample), { method: 'POST' });
    const region = tab.getByRole('region', { name: 'Running jobs' });
    const job = region.locator('.job', { hasText: 'settlement' });
    await job.waitFor();
    const progress = async () => Number((await job.getByRole('progressbar').getAttribute('value')) ?? 0);
    await assertSoon(async () => assert.ok((await progress()) > 0));
    const before = await progress();
    await assertSoon(async () => assert.ok((await progress()) > before));
    assert.match(await job.innerText(), /settlement[\s\S]*\d+ %[\s\S]*payments[\s\S]*\d+ of \d+ payments settled/);
    assert.equal(await tab.locator('.row', { hasText: 'running' }).locator('.status-running').count(), 1);
    // A page that is paused can be looked at for as long as it takes.
    await tab.keyboard.press('p');
    await tab.getByRole('button', { name: 'Paused: go on' }).waitFor();
    await lookAtAll(tab, 'sample-jobs');
    await tab.keyboard.press('p');
    await job.getByRole('link', { name: 'settlement' }).click();
    assert.equal((await settled).status, 200);
    // The address names its span, which is not there before the job has ended.
    const detail = tab.getByRole('complementary', { name: 'Detail' });
    await detail.waitFor();
    assert.match(await detail.innerText(), /job\.progress\s+100/);
    const reports = await detail.getByText('job.progress', { exact: true }).count();
    assert.ok(reports > 5, `${reports} reports`);
    await tab.keyboard.press('Escape');
    await tab.keyboard.press('Escape');
    await tab.waitForSelector('.rows');
    await region.waitFor({ state: 'detached' });
    assert.equal(await tab.locator('.status-running').count(), 0);
    assert.deepEqual(tab.messages.filter((each) => !each.includes('404')), []);
    await close(tab);
  });

  test('whoever comes through a proxy is refused, and told why', async () => {
    const tab = await open(browser());
    await tab.waitForSelector('.rows');
    await tab.setExtraHTTPHeaders({ 'X-Forwarded-For': '203.0.113.7' });
    const heading = tab.getByRole('heading', { name: 'No access from here' });
    await heading.waitFor();
    await tab.getByText('This page needs a token behind a proxy.').waitFor();
    assert.equal(await tab.locator('.rows').count(), 0);
    await lookAtAll(tab, 'sample-refused');
    await tab.setExtraHTTPHeaders({});
    await tab.getByRole('button', { name: 'Try again' }).click();
    await tab.waitForSelector('.rows');
    // Whoever was refused from the start has no file of the page either.
    await tab.setExtraHTTPHeaders({ 'X-Forwarded-For': '203.0.113.7' });
    assert.equal((await tab.reload()).status(), 403);
    await heading.waitFor();
    await tab.getByText('This page needs a token behind a proxy.').waitFor();
    await lookAtAll(tab, 'sample-refused-whole');
    assert.deepEqual(tab.messages.filter((each) => !each.includes('status of 403')), []);
    await close(tab);
  });
}

/** A service of the sample whose page has a token. */
export function tokenTests(test, browser, address, token) {
  test('the token opens the page, for this browser, also behind a proxy', async () => {
    const tab = await open(browser());
    // Not the page without a token, which would refuse what comes with the header.
    await tab.goto('about:blank');
    await tab.setExtraHTTPHeaders({ 'X-Forwarded-For': '203.0.113.7' });
    await tab.goto(address);
    const field = tab.getByLabel('Token');
    await field.waitFor();
    await lookAtAll(tab, 'sample-sign-in');
    await field.fill(`${token}x`);
    await tab.keyboard.press('Enter');
    await tab.getByText('This is not the token.').waitFor();
    await lookAtAll(tab, 'sample-sign-in-wrong');
    await tab.reload();
    await field.waitFor();
    assert.equal(await tab.locator('.rows').count(), 0);
    await field.fill(token);
    await tab.keyboard.press('Enter');
    await field.waitFor({ state: 'detached' });
    await fetch(new URL('/orders/A-1001', address)).then((answer) => answer.text());
    await tab.locator('.row', { hasText: 'GET /orders/{number}' }).waitFor();
    await tab.reload();
    await tab.waitForSelector('.rows');
    assert.equal(await tab.evaluate(() => document.cookie), '');
    const [cookie] = await tab.context().cookies(address);
    assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.value.includes(token)], [true, 'Strict', false]);
    assert.ok((await summaries(tab)).length > 0);
    // A browser sends the cookies of a host to all of its ports: another page there does not sign it out.
    await tab.setExtraHTTPHeaders({});
    await tab.goto(page);
    await tab.waitForSelector('.rows');
    await tab.goto(address);
    await tab.waitForSelector('.rows');
    assert.deepEqual(tab.messages.filter((each) => !/^verbose|status of 401/.test(each)), []);
    await close(tab);
    const stranger = await open(browser());
    await stranger.goto(address);
    await stranger.getByLabel('Token').waitFor();
    await close(stranger);
  });
}
