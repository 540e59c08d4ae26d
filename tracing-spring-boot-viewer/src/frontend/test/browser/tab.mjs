// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { assertSoon } from './soon.mjs';

/** More stops than any view has: who needs more presses of Tab than these is in a trap. */
const MOST = 1_500;

/** Goes once around a view by Tab and once back by Shift+Tab. */
export async function assertRounds(tab, name) {
  // Where a control has gone that had the focus, a browser goes on from its place: only an untouched page starts at its start.
  if (await tab.evaluate(() => navigator.userActivation.hasBeenActive || document.activeElement !== document.body)) await leave(tab);
  assert.deepEqual(await round(tab, 'Tab'), [], name);
  if (await tab.evaluate(() => document.activeElement !== document.body)) await leave(tab);
  assert.deepEqual(await round(tab, 'Shift+Tab'), [], `${name}, backwards`);
}

/** Presses Tab, or Shift+Tab where that is the way, until a control has the focus. */
export async function tabTo(tab, locator) {
  const control = await locator.elementHandle();
  const before = await control.evaluate((element) => (document.activeElement.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0);
  for (let step = 0; step < MOST; step++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await tab.keyboard.press(before ? 'Shift+Tab' : 'Tab');
  }
  assert.fail(`Tab does not reach ${locator}`);
}

export async function press(tab, locator, key = 'Enter') {
  await tabTo(tab, locator);
  await tab.keyboard.press(key);
}

export function button(tab, name, options = {}) {
  return tab.getByRole('button', { name, ...options });
}

export async function assertFocus(locator) {
  await assertSoon(async () => assert.equal(await locator.evaluate((element) => element === document.activeElement), true, `the focus is not on ${locator}`));
}

/** What is wrong with a round: stops that are left out, come twice or in another order, and those that cannot be seen. */
async function round(tab, key) {
  const expected = await tab.evaluate(rememberStops);
  if (key !== 'Tab') expected.reverse();
  const reached = [];
  const faults = [];
  for (let step = 0; step < expected.length + 5; step++) {
    await tab.keyboard.press(key);
    const stop = await tab.evaluate(lookAtStop);
    // Behind the last control the focus is nowhere, or at the first one again.
    if (stop === null || stop.name === reached[0]) break;
    reached.push(stop.name);
    faults.push(...stop.faults);
  }
  for (const each of expected) if (!reached.includes(each)) faults.push(`not reached: ${each}`);
  for (const each of reached) if (!expected.includes(each)) faults.push(`no control, but reached: ${each}`);
  if (faults.length === 0 && reached.join('\n') !== expected.join('\n')) faults.push(`not in order of the document, or not once: ${reached.join(', ')}`);
  return faults;
}

/** Goes on, at least by one stop, until the focus has left the last control, which is where a round starts. */
async function leave(tab) {
  for (let step = 0; step < MOST; step++) {
    await tab.keyboard.press('Tab');
    if (await tab.evaluate(() => document.activeElement === document.body)) return;
  }
  assert.fail('Tab never leaves the last control');
}

/** Runs in the page. Answers the name of each control, and keeps how it looks without the focus. */
function rememberStops() {
  const layer = document.querySelector('dialog[open]') ?? document.body;
  const stops = [...layer.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter((element) => element.tabIndex >= 0 && !element.matches(':disabled') && !element.closest('[inert]') && element.checkVisibility({ checkVisibilityCSS: true }));
  const indicator = (element) => document.getElementById(element.getAttribute('aria-activedescendant') ?? '') ?? element;
  const look = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
    return outlineStyle === 'none' ? boxShadow : `${outlineStyle} ${outlineWidth} ${outlineColor} ${boxShadow}`;
  };
  const name = (element) => `${stops.indexOf(element)} ${element.tagName.toLowerCase()}.${[...element.classList].join('.')} "${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}"`;
  window.tabWalk = { looks: new Map(stops.map((element) => [indicator(element), look(indicator(element))])), indicator, look, name };
  return stops.map(name);
}

/** Runs in the page. Answers where the focus is and what of it cannot be seen, or null when it is nowhere. */
function lookAtStop() {
  const { looks, indicator, look, name } = window.tabWalk;
  const stop = document.activeElement;
  if (stop === null || stop === document.body) return null;
  const shown = indicator(stop);
  const style = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  const faults = [];
  const fault = (text) => faults.push(`${text}: ${name(stop)}`);
  if (looks.get(shown) === look(shown)) fault('looks the same with the focus');
  const view = visiblePart();
  // A drawn edge outside of what is shown would be an indicator that nobody sees.
  const edge = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth);
  const tall = box.height + 2 * edge > view.bottom - view.top;
  const wide = box.width + 2 * edge > view.right - view.left;
  if (!tall && (box.top - edge < view.top - 0.5 || box.bottom + edge > view.bottom + 0.5)) fault(`cut above or below by ${Math.round(Math.max(view.top - box.top + edge, box.bottom + edge - view.bottom))} px`);
  if (!wide && (box.left - edge < view.left - 0.5 || box.right + edge > view.right + 0.5)) fault('cut at its side');
  if (tall && wide) fault('larger than what is shown');
  if (covered()) fault('covered');
  return { name: name(stop), faults };

  function visiblePart() {
    let { left, top, right, bottom } = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    for (let up = shown.parentElement; up; up = up.parentElement) {
      const { overflow, contain, contentVisibility, position } = getComputedStyle(up);
      const clips = overflow !== 'visible' || /paint|strict|content/.test(contain) || contentVisibility !== 'visible';
      if (clips && up !== document.documentElement && up !== document.body) {
        const around = up.getBoundingClientRect();
        [left, top, right, bottom] = [Math.max(left, around.left), Math.max(top, around.top), Math.min(right, around.right), Math.min(bottom, around.bottom)];
      }
      if (position === 'fixed') break;
    }
    return { left, top, right, bottom };
  }

  /** Whether something else, such as a sticky head, lies on a corner or the middle of it. */
  function covered() {
    const [left, top, right, bottom] = [Math.max(box.left, view.left) + 3, Math.max(box.top, view.top) + 3, Math.min(box.right, view.right) - 3, Math.min(box.bottom, view.bottom) - 3];
    const points = [[left, top], [right, top], [left, bottom], [right, bottom], [(left + right) / 2, (top + bottom) / 2]];
    return points.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && !shown.contains(hit) && !hit.contains(shown) && !stop.contains(hit);
    });
  }
}
