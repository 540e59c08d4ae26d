// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { api, close, open, summaries } from './browser.mjs';
import { show } from './views.mjs';

/**
 * Walks every feature. `looks` tells which traces to look for, each as a test of a summary:
 * `several` (a trace without errors over several services), `failing` (one with an error and its stack trace), `repeated`
 * (one with an N+1), `linked` (one with a link to another trace), all of them with a root that is an HTTP request.
 */
export function featureTests(test, browser, looks) {
  const walk = (name, steps, options) => test(name, async () => {
    const tab = await open(browser(), options);
    await tab.waitForSelector('.rows');
    const all = await summaries(tab);
    const trace = (which) => all.find(looks[which]) ?? assert.fail(`no trace "${which}"`);
    await steps(tab, trace, all);
    assert.deepEqual(tab.messages, []);
    await close(tab);
  });

  walk('the list says what there is', async (tab, trace) => {
    const row = tab.locator('.row', { has: tab.locator(`a[href*="${trace('failing').id}"]`) });
    assert.match(await row.innerText(), new RegExp(`${trace('failing').errors} errors?`));
    assert.equal(await row.locator('.status-error').count(), 1);
    for (const { name } of trace('failing').services) assert.match(await row.innerText(), new RegExp(name));
    assert.equal(await tab.getByRole('img', { name: /Durations of/ }).count(), 1);
  });

  walk('filters narrow the list and are in the address', async (tab, trace, all) => {
    const ids = () => tab.locator('.row-link').evaluateAll((links) => links.map((link) => new URL(link.href).searchParams.get('trace')));
    const settles = async (query) => {
      const expected = (await summaries(tab, query)).map((each) => each.id).sort();
      await assertSoon(async () => assert.deepEqual((await ids()).sort(), expected));
      assert.notEqual(expected.length, 0);
    };
    await tab.getByRole('button', { name: 'Errors', exact: true }).click();
    await settles('&status=error');
    assert.match(tab.url(), /status=error/);
    const service = trace('failing').services[1].name;
    await tab.getByRole('group', { name: 'Services' }).getByRole('button', { name: service }).click();
    await settles(`&status=error&service=${service}`);
    await tab.reload();
    await tab.waitForSelector('.rows');
    await settles(`&status=error&service=${service}`);
    await tab.getByRole('button', { name: 'Reset' }).click();
    await tab.getByRole('searchbox', { name: /Span name/ }).or(tab.getByRole('combobox', { name: /Span name/ })).fill(trace('several').name.slice(0, 6).toLowerCase());
    await settles(`&name=${encodeURIComponent(trace('several').name.slice(0, 6))}`);
    await tab.getByRole('button', { name: 'Reset' }).click();
    const [shorter, longer] = [all.map((each) => each.durationNanos).sort((a, b) => a - b)].flatMap((sorted) => [sorted[Math.floor(sorted.length / 3)], sorted[Math.floor((sorted.length * 2) / 3)]]).map((nanos) => (nanos / 1e6).toFixed(3));
    await tab.getByLabel('At least, in ms').fill(shorter);
    await tab.getByLabel('At most, in ms').fill(longer);
    await settles(`&min=${shorter}&max=${longer}`);
    await tab.getByRole('button', { name: 'Reset' }).click();
    await tab.getByLabel('Attribute, as key=value or key').fill('http.request.method=POST');
    await tab.keyboard.press('Enter');
    await settles('&attribute=http.request.method%3DPOST');
    await tab.getByRole('button', { name: 'Remove http.request.method=POST' }).click();
    await tab.getByLabel('Sort').selectOption('longest');
    await assertSoon(async () => assert.equal((await ids())[0], (await summaries(tab, '&sort=longest'))[0].id));
    await tab.getByRole('searchbox', { name: /Span name/ }).or(tab.getByRole('combobox', { name: /Span name/ })).fill(trace('several').id.slice(0, 12));
    await assertSoon(async () => assert.deepEqual(await ids(), [trace('several').id]));
  });

  walk('a point of the scatter tells its trace and opens it', async (tab) => {
    const box = await tab.locator('.scatter canvas').boundingBox();
    search: for (let x = box.x + 60; x < box.x + box.width; x += 18)
      for (let y = box.y + 12; y < box.y + box.height - 24; y += 18) {
        await tab.mouse.move(x, y);
        if (await tab.locator('.tip').count()) {
          await tab.mouse.click(x, y);
          break search;
        }
      }
    await tab.waitForSelector('.wrow');
    await tab.goBack();
    await tab.waitForSelector('.rows');
  });

  walk('rows of the list by keyboard', async (tab) => {
    await tab.keyboard.press('j');
    await tab.keyboard.press('j');
    await assertSoon(async () => assert.ok(await tab.evaluate(() => document.activeElement.href)));
    const href = await tab.evaluate(() => document.activeElement.href);
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('.wrow');
    assert.equal(new URL(href).searchParams.get('trace'), new URL(tab.url()).searchParams.get('trace'));
    await tab.keyboard.press(']');
    await assertSoon(async () => assert.notEqual(new URL(href).searchParams.get('trace'), new URL(tab.url()).searchParams.get('trace')));
    await tab.keyboard.press('[');
    await assertSoon(async () => assert.equal(new URL(href).searchParams.get('trace'), new URL(tab.url()).searchParams.get('trace')));
    await tab.keyboard.press('Escape');
    await tab.waitForSelector('.rows');
    await tab.keyboard.press('/');
    await assertSoon(async () => assert.equal(await tab.evaluate(() => document.activeElement.tagName), 'INPUT'));
  });

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
    await tab.keyboard.press('/');
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
    assert.match(await copied('Copy as curl'), /^curl (-X '[A-Z]+' )?'http:\/\/[^']+'$/);
    assert.equal(JSON.parse(await copied('Copy JSON')).trace.id, id);
    assert.match(await copied('Copy link'), new RegExp(`^${escape(new URL('./', tab.url()).href)}\\?trace=${id}$`));
  });

  walk('what is exported can be imported', async (tab, trace) => {
    await show(tab, `?trace=${trace('several').id}`, '.wrow');
    const rows = await tab.locator('.wrow').count();
    const [file] = await Promise.all([tab.waitForEvent('download'), tab.getByRole('button', { name: 'Export OTLP JSON' }).click()]);
    const text = readFileSync(await file.path(), 'utf8');
    const id = otherId(trace('several').id);
    await tab.locator('input[type=file]').setInputFiles({ name: 'trace.json', mimeType: 'application/json', buffer: Buffer.from(text.replaceAll(trace('several').id, id)) });
    await assertSoon(async () => assert.match(tab.url(), new RegExp(id)));
    await tab.waitForSelector('.wrow');
    assert.equal(await tab.locator('.wrow').count(), rows);
    assert.match(await tab.locator('.trace-head').innerText(), /imported/);
    await tab.locator('input[type=file]').setInputFiles({ name: 'no.json', mimeType: 'application/json', buffer: Buffer.from('{') });
    await assertSoon(async () => assert.match(await tab.locator('.notice').innerText(), /no JSON/));
  });

  walk('new traces arrive by themselves, unless the page is paused', async (tab, trace) => {
    const document = JSON.stringify(await api(tab, `traces/${trace('several').id}`));
    const arrive = async (id) => api(tab, 'import', { method: 'POST', body: document.replaceAll(trace('several').id, id) });
    const [first, second] = [otherId(trace('several').id), otherId(trace('several').id)];
    await arrive(first);
    await tab.waitForSelector(`a[href*="${first}"]`);
    await tab.keyboard.press('p');
    await arrive(second);
    await tab.waitForTimeout(900);
    assert.equal(await tab.locator(`a[href*="${second}"]`).count(), 0);
    await tab.getByRole('button', { name: 'Paused: go on' }).click();
    await tab.waitForSelector(`a[href*="${second}"]`);
  });

  walk('a trace that is not here yet is shown when it comes', async (tab, trace) => {
    const id = otherId(trace('several').id);
    const document = JSON.stringify(await api(tab, `traces/${trace('several').id}`));
    await show(tab, `?trace=${id}`, '.message h1');
    tab.messages = tab.messages.filter((each) => !each.includes('404'));
    await api(tab, 'import', { method: 'POST', body: document.replaceAll(trace('several').id, id) });
    await tab.waitForSelector('.wrow');
  });

  walk('pin, theme and help', async (tab, trace) => {
    await show(tab, `?trace=${trace('several').id}`, '.wrow');
    const pin = tab.getByRole('button', { name: 'Pin', exact: true });
    await pin.click();
    await assertSoon(async () => assert.equal(await pin.getAttribute('aria-pressed'), 'true'));
    await pin.click();
    await assertSoon(async () => assert.equal(await pin.getAttribute('aria-pressed'), 'false'));
    const theme = () => tab.evaluate(() => document.documentElement.dataset.theme);
    assert.equal(await theme(), 'system');
    await tab.keyboard.press('t');
    await assertSoon(async () => assert.equal(await theme(), 'light'));
    await tab.keyboard.press('t');
    await assertSoon(async () => assert.equal(await theme(), 'dark'));
    await tab.reload();
    await tab.waitForSelector('.wrow');
    assert.equal(await theme(), 'dark');
    await tab.keyboard.press('?');
    await tab.getByRole('dialog').waitFor();
    await tab.getByLabel('Single letters are shortcuts').uncheck();
    await tab.keyboard.press('Escape');
    await tab.getByRole('dialog').waitFor({ state: 'detached' });
    await tab.keyboard.press('t');
    await tab.waitForTimeout(200);
    assert.equal(await theme(), 'dark');
  });
}

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
    assert.match(await tab.locator('.empty').innerText(), /curl [\s\S]*forward-to=[\s\S]*OTEL_EXPORTER_OTLP_ENDPOINT=/);
    await api(tab, 'import', { method: 'POST', body: JSON.stringify(document) });
    await tab.waitForSelector('.rows');
    assert.deepEqual(tab.messages, []);
    await close(tab);
  });
}

export async function assertSoon(check, within = 5_000) {
  for (const end = Date.now() + within; ; ) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resume) => setTimeout(resume, 60));
  }
}

function otherId(id) {
  return id.slice(0, 24) + Math.floor(Math.random() * 0xffffffff).toString(16).padStart(8, '0');
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
