// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { chromium } from 'playwright-core';

export const page = process.env.TRACING_PAGE;
export const sizes = [{ width: 1280, height: 800 }, { width: 390, height: 844 }];
export const themes = ['light', 'dark'];

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
}

/** Opens a tab whose every message on the console, violations of the CSP among them, is kept in `messages`; `script` runs in it first. */
export async function open(browser, { size = sizes[0], theme = 'light', address = '', script } = {}) {
  const context = await browser.newContext({ viewport: size, colorScheme: theme, acceptDownloads: true });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(page).origin });
  const tab = await context.newPage();
  tab.messages = [];
  tab.on('console', (message) => tab.messages.push(`${message.type()}: ${message.text()}`));
  tab.on('pageerror', (error) => tab.messages.push(`error: ${error.stack}`));
  await tab.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`)));
  if (script) await tab.addInitScript(script);
  tab.setDefaultTimeout(30_000);
  await tab.goto(page + address);
  return tab;
}

export async function close(tab) {
  await tab.context().close();
}

/** Calls the server's API from the page, as the page itself would. */
export async function api(tab, path, options = {}) {
  return tab.evaluate(async ([where, how]) => {
    const response = await fetch(`./api/${where}`, { headers: { 'Content-Type': 'application/json' }, ...how });
    return response.status === 204 ? null : response.json();
  }, [path, options]);
}

export async function summaries(tab, query = '') {
  return (await api(tab, `traces?limit=1000${query}`)).traces;
}
