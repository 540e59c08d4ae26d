// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { close, open, sizes, summaries, themes } from './browser.mjs';
import { findFaults } from './layout.mjs';

const pictures = process.env.TRACING_PICTURES ?? fileURLToPath(new URL('./out/', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Looks at every view in both themes and both sizes: axe, cut and overlapping text, messages; and takes its picture. */
export function viewTests(test, browser, looks) {
  for (const theme of themes)
    for (const size of sizes)
      test(`every view, ${theme}, ${size.width} × ${size.height}`, async () => {
        const tab = await open(browser(), { size, theme });
        const check = (name) => look(tab, name);
        await tab.waitForSelector('.rows');
        const all = await summaries(tab);
        const idOf = (which) => all.find(which)?.id;
        await check('list');
        const more = tab.getByRole('button', { name: 'Filters' });
        if (await more.isVisible()) {
          await more.click();
          await check('filters');
        }
        await show(tab, '?name=no+such+span', '.empty');
        await check('nothing');
        await show(tab, `?trace=${idOf(looks.failing)}`, '.wrow');
        await check('trace');
        await tab.keyboard.press('e');
        await tab.keyboard.press('e');
        await tab.waitForSelector('.detail');
        await check('detail');
        if (await tab.locator('.detail-close').isVisible()) await tab.keyboard.press('Escape');
        await tab.getByLabel('Search in the trace').fill('payments');
        await tab.locator('.wrow-match').first().waitFor();
        await check('search');
        await tab.getByRole('button', { name: 'Copy', exact: true }).click();
        await check('menu');
        await show(tab, `?trace=${idOf(looks.failing)}&view=logs`, '.logs');
        await tab.locator('summary', { hasText: 'Stack trace' }).first().click();
        await check('logs');
        await show(tab, `?trace=${idOf(looks.repeated)}`, '.wrow');
        await check('repeats');
        await tab.locator('.wrow', { hasText: '×' }).first().click();
        await check('repeat');
        await show(tab, `?trace=${'0'.repeat(31)}1`, '.message h1');
        await check('not-here');
        await tab.keyboard.press('?');
        await check('help');
        // The answer 404 to the question for a trace that is not here is the browser's message, not the page's.
        assert.deepEqual(tab.messages.filter((each) => !each.includes('404')), []);
        await close(tab);
      });
}

/** Looks at what a tab shows now, and takes its picture under that name. */
export async function look(tab, name) {
  await tab.waitForTimeout(350);
  const theme = await tab.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
  mkdirSync(pictures, { recursive: true });
  await tab.screenshot({ path: `${pictures}/${name}-${theme}-${tab.viewportSize().width}.png` });
  assert.deepEqual(await tab.evaluate(findFaults), [], name);
  assert.deepEqual(await violations(tab), [], name);
}

/** Looks at it in both themes, each in one of the sizes. */
export async function lookAtAll(tab, name) {
  for (const [at, theme] of themes.entries()) {
    await tab.emulateMedia({ colorScheme: theme });
    await tab.setViewportSize(sizes[at % sizes.length]);
    await look(tab, name);
  }
  await tab.emulateMedia({ colorScheme: themes[0] });
  await tab.setViewportSize(sizes[0]);
}

export async function show(tab, address, selector) {
  const base = new URL('./', tab.url());
  await tab.goto(new URL(address, base).href);
  await tab.waitForSelector(selector);
}

/** What axe finds. It is evaluated by the debugger, for which the page's policy does not apply. */
export async function violations(tab) {
  await tab.evaluate(axe);
  const found = await tab.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ''}`).join(' | ')}`);
}
