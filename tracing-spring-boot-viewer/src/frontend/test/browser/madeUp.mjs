// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { random } from '../../dev/traces/random.mjs';
import { large } from '../../dev/traces/scenes.mjs';
import { api, close, open, summaries } from './browser.mjs';
import { start, startServer } from './servers.mjs';
import { assertSoon } from './soon.mjs';
import { show, violations } from './views.mjs';
import { otherViewTests } from './otherViews.mjs';

/** What needs the development server: traces that no sample makes, and a server that can be stopped. */
export function madeUpTests(test, browser) {
  otherViewTests(test, browser);

  test('a trace of everything that it should not be', async () => {
    const tab = await open(browser());
    await tab.waitForSelector('.rows');
    const broken = (await summaries(tab)).find((each) => each.services.some(({ name }) => name === 'legacy'));
    await show(tab, `?trace=${broken.id}`, '.wrow');
    const text = await tab.getByRole('treegrid').innerText();
    for (const mark of ['parent not here', 'cycle cut', 'same id']) assert.match(text, new RegExp(mark));
    for (const row of await tab.locator('.wrow').all()) await row.click();
    assert.deepEqual(tab.messages, []);
    await close(tab);
  });

  test('a callee with a wrong clock stands in its call', async () => {
    const tab = await open(browser());
    await tab.waitForSelector('.rows');
    const skewed = (await summaries(tab)).find((each) => each.name === 'GET /quotes');
    await show(tab, `?trace=${skewed.id}`, '.wrow');
    assert.match(await tab.getByRole('treegrid').innerText(), /adjusted/);
    // The list knows nothing of the correction.
    assert.match(await tab.locator('.fact-duration dd').innerText(), /^64 ms\s+\(3.05 s uncorrected\)$/);
    await close(tab);
  });

  test('of a large trace only what is in sight is in the document', async () => {
    const tab = await open(browser());
    await tab.waitForSelector('.rows');
    const trace = large(random(3), Date.now(), 4_000);
    await api(tab, 'import', { method: 'POST', body: JSON.stringify(trace.document()) });
    await show(tab, `?trace=${trace.traceId}`, '.wrow');
    for (const key of ['End', 'Home']) {
      await tab.getByRole('treegrid').focus();
      await tab.keyboard.press(key);
      await tab.waitForTimeout(200);
      const rows = await tab.locator('.wrow').count();
      assert.ok(rows > 10 && rows < 60, `${rows} rows`);
      assert.equal(await tab.locator('.wrow-cursor').count(), 1);
    }
    await close(tab);
  });

  test('what was dropped is told where it is missing', async () => {
    const tab = await open(browser());
    await tab.waitForSelector('.rows');
    const lossy = (await summaries(tab)).find((each) => each.name === 'POST /catalog/reindex');
    await tab.locator('.lost', { hasText: 'some spans or lines are missing' }).waitFor();
    await show(tab, `?trace=${lossy.id}`, '.wrow');
    assert.match(await tab.locator('.trace-head').innerText(), /30 log lines more were dropped/);
    await tab.locator('.wrow').first().click();
    const section = (name) => tab.locator('.section', { has: tab.getByRole('heading', { name }) });
    assert.match(await section('Attributes').innerText(), /2 more were dropped\./);
    assert.match(await section('Events').innerText(), /1 more was dropped\./);
    assert.match(await section('Links').innerText(), /1,200 more were dropped\./);
    assert.deepEqual(tab.messages, []);
    await close(tab);
  });

  test('running jobs show how far they are', async () => {
    const tab = await open(browser());
    const job = tab.getByRole('region', { name: 'Running jobs' }).locator('.job').first();
    const value = async () => Number(await job.getByRole('progressbar').getAttribute('value'));
    await job.waitFor();
    const before = await value();
    await assertSoon(async () => assert.notEqual(await value(), before));
    assert.match(await job.innerText(), /nightly settlement[\s\S]*chunk 2 of 8/);
    await close(tab);
  });

  test('a token is asked for, and the page goes on', async (context) => {
    const address = await start(context, '--token', 'secret');
    const tab = await open(browser());
    await tab.goto(address);
    await tab.getByText('observability.tracing.viewer.token').waitFor();
    await tab.getByLabel('Token').fill('wrong');
    await tab.keyboard.press('Enter');
    await tab.getByText('This is not the token.').waitFor();
    assert.deepEqual(await violations(tab), []);
    await tab.getByLabel('Token').fill('secret');
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('.rows');
    await close(tab);
  });

  test('a refusal is explained', async (context) => {
    const address = await start(context, '--refuse');
    const tab = await open(browser());
    await tab.goto(address);
    await tab.getByRole('heading', { name: 'No access from here' }).waitFor();
    await tab.getByText('Requests from this address are not allowed.').waitFor();
    assert.deepEqual(await violations(tab), []);
    await close(tab);
  });

  test('a server that is gone is waited for', async (context) => {
    const [address, server] = await startServer(context);
    const tab = await open(browser());
    await tab.goto(address);
    await tab.waitForSelector('.rows');
    server.kill();
    await tab.getByRole('button', { name: 'Disconnected, retrying: pause' }).waitFor();
    assert.equal(await tab.locator('.rows').count(), 1);
    await start(context, '--port', new URL(address).port);
    await tab.getByRole('button', { name: 'Live: pause' }).waitFor();
    await close(tab);
  });
}
