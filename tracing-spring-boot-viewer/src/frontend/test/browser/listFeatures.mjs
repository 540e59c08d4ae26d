// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Builder } from '../../dev/traces/builder.mjs';
import { random } from '../../dev/traces/random.mjs';
import { api, summaries } from './browser.mjs';
import { findFaults } from './layout.mjs';
import { assertSoon } from './soon.mjs';
import { lookAtAll, show } from './views.mjs';

/** The list, what comes and goes, and the frame around it. */
export function listTests(walk) {
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
    await assertSoon(async () => assert.match(await tab.locator('.notice').innerText(), /^no\.json: .*(JSON|too early)/));
    tab.messages = tab.messages.filter((each) => !each.includes('400'));
  });

  walk('a file of documents one after the other, as the collector writes it, can be imported', async (tab, trace) => {
    const { resourceSpans, resourceLogs } = await api(tab, `traces/${trace('several').id}`);
    const id = otherId(trace('several').id);
    const lines = [{ resourceSpans }, { resourceLogs }].map((each) => JSON.stringify(each).replaceAll(trace('several').id, id)).join('\n');
    await tab.locator('input[type=file]').setInputFiles({ name: 'otlp.jsonl', mimeType: 'application/octet-stream', buffer: Buffer.from(`${lines}\n`) });
    await assertSoon(async () => assert.match(tab.url(), new RegExp(id)));
    await tab.waitForSelector('.wrow');
    assert.equal(await tab.locator('.fact-logs dd').innerText(), String(trace('several').logs));
  });

  walk('files that are dropped on the page are imported', async (tab, trace) => {
    const { id } = trace('several');
    const document = JSON.stringify(await api(tab, `traces/${id}`));
    const ids = [otherId(id), otherId(id), otherId(id)];
    const folder = mkdtempSync(join(tmpdir(), 'dropped'));
    const file = (name, content) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const files = ids.map((each) => file(`${each}.json`, document.replaceAll(id, each)));
    const debug = await tab.context().newCDPSession(tab);
    const drag = async (types, data, x = 400) => {
      for (const type of types) await debug.send('Input.dispatchDragEvent', { type, x, y: 300, data: { items: [], dragOperationsMask: 1, ...data } });
    };
    const [over, drop] = [['dragEnter', 'dragOver'], ['dragEnter', 'dragOver', 'drop']];
    const place = tab.getByText('Drop OTLP JSON to import it');
    try {
      // Over a list without rows: those have been looked at, and there are many.
      await show(tab, '?name=no+such+span', '.empty');
      await drag(over, { files: [files[0]] });
      await place.waitFor();
      await lookAtAll(tab, 'drop');
      // Out of the window again.
      await drag(['dragOver'], { files: [files[0]] }, -50);
      await place.waitFor({ state: 'detached' });
      await drag(drop, { files: [files[0]] });
      await assertSoon(async () => assert.match(tab.url(), new RegExp(ids[0])));
      await tab.waitForSelector('.wrow');
      assert.equal(await place.count(), 0);
      assert.match(await tab.locator('.notice').innerText(), /^[\d,]+ spans and \d+ log lines? imported$/);
      // Of several none is the one to look at.
      await show(tab, './', '.rows');
      await drag(drop, { files: files.slice(1) });
      for (const each of ids.slice(1)) await tab.waitForSelector(`a[href*="${each}"]`);
      assert.doesNotMatch(tab.url(), /trace=/);
      await drag(drop, { files: [file('no.json', '{')] });
      await assertSoon(async () => assert.match(await tab.locator('.notice').innerText(), /^no\.json: /));
      tab.messages = tab.messages.filter((each) => !each.includes('400'));
      // Text that is dragged about is none of it.
      const items = [{ mimeType: 'text/plain', data: 'text' }];
      await drag(over, { items });
      assert.equal(await place.count(), 0);
      await drag(['dragOver'], { items }, -50);
    } finally {
      rmSync(folder, { recursive: true });
    }
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

  walk('a list that takes long to load is shown, though news come all the time', async (tab, trace) => {
    const { id } = trace('several');
    const document = JSON.stringify(await api(tab, `traces/${id}`));
    const arrived = otherId(id);
    await tab.route(/api\/traces\?/, async (route) => {
      await new Promise((resume) => setTimeout(resume, 700));
      await route.continue().catch(() => undefined);
    });
    await api(tab, 'import', { method: 'POST', body: document.replaceAll(id, arrived) });
    for (let news = 0; news < 40 && !(await tab.locator(`a[href*="${arrived}"]`).count()); news++) {
      await api(tab, `traces/${id}/pin`, { method: news % 2 === 0 ? 'PUT' : 'DELETE' });
      await tab.waitForTimeout(100);
    }
    assert.equal(await tab.locator(`a[href*="${arrived}"]`).count(), 1);
    await api(tab, `traces/${id}/pin`, { method: 'DELETE' });
    await tab.unrouteAll({ behavior: 'ignoreErrors' });
  });

  walk('an answer to filters that are no longer wanted is not shown', async (tab) => {
    const rows = await tab.locator('.row').count();
    await tab.keyboard.press('p');
    await tab.route(/api\/traces\?.*status=error/, async (route) => {
      await new Promise((resume) => setTimeout(resume, 700));
      await route.continue().catch(() => undefined);
    });
    await Promise.all([tab.waitForRequest(/status=error/), tab.getByRole('button', { name: 'Errors', exact: true }).click()]);
    await tab.getByRole('button', { name: 'All', exact: true }).click();
    await tab.waitForTimeout(1_200);
    assert.equal(await tab.locator('.row').count(), rows);
    await tab.unrouteAll({ behavior: 'ignoreErrors' });
  });

  walk('a list that cannot be loaded again says so, above the rows of before', async (tab) => {
    await tab.route(/api\/traces\?/, (route) => route.fulfill({ status: 500, json: { error: 'Out of order.' } }));
    await tab.getByRole('button', { name: 'Errors', exact: true }).click();
    await tab.getByRole('alert').getByText('Out of order.').waitFor();
    assert.equal(await tab.locator('.rows').count(), 1);
    await tab.unrouteAll({ behavior: 'ignoreErrors' });
    await tab.getByRole('button', { name: 'All', exact: true }).click();
    await tab.getByText('Out of order.').waitFor({ state: 'detached' });
    tab.messages = tab.messages.filter((each) => !each.includes('500'));
  });

  walk('a trace that is not here yet is shown when it comes', async (tab, trace) => {
    const id = otherId(trace('several').id);
    const document = JSON.stringify(await api(tab, `traces/${trace('several').id}`));
    await show(tab, `?trace=${id}`, '.message h1');
    tab.messages = tab.messages.filter((each) => !each.includes('404'));
    await api(tab, 'import', { method: 'POST', body: document.replaceAll(trace('several').id, id) });
    await tab.waitForSelector('.wrow');
  });

  walk('markup in names, keys, values, lines and services is text', async (tab) => {
    const markup = '<img src=x onerror="alert(1)">';
    const trace = new Builder(random(9), Date.now() - 60_000);
    const stack = `${markup}\n\tat com.acme.A.b(A.java:1)`;
    const root = trace.span(markup, `GET /${markup}`, 'server', 0, 20, { values: { [markup]: markup, 'http.request.method': 'GET', 'url.full': `http://x/${markup}` }, error: { type: markup, message: markup, stack }, events: [{ name: markup, at: 3 }], scope: markup });
    trace.log(markup, markup, 'ERROR', markup, 4, root, { 'exception.stacktrace': stack, 'thread.name': markup });
    await api(tab, 'import', { method: 'POST', body: JSON.stringify(trace.document()) });
    const isText = async (where) => {
      assert.match(await tab.locator(where).innerText(), /<img src=x onerror="alert\(1\)">/, where);
      assert.equal(await tab.locator('img').count(), 0, where);
      assert.deepEqual(await tab.evaluate(findFaults), [], where);
    };
    await tab.locator(`.row a[href*="${trace.traceId}"]`).waitFor();
    await isText('.rows');
    await isText('.filters');
    await tab.locator(`.row a[href*="${trace.traceId}"]`).click();
    await tab.locator('.wrow').first().click();
    await tab.locator('.detail .stack').first().waitFor();
    for (const part of ['.trace-head', '.waterfall', '.detail']) await isText(part);
    await tab.getByRole('button', { name: /^Logs/ }).click();
    await isText('.logs');
    assert.match(await tab.title(), /<img/);
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

/** An id that no trace has yet. */
function otherId(id) {
  return id.slice(0, 24) + Math.floor(Math.random() * 0xffffffff).toString(16).padStart(8, '0');
}
