// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { page } from './browser.mjs';

export async function start(context, ...options) {
  return (await startServer(context, ...options))[0];
}

/** Starts another development server, for as long as the test runs, however it ends. */
export async function startServer(context, ...options) {
  const server = spawn(process.execPath, [fileURLToPath(new URL('../../dev/server.mjs', import.meta.url)), ...(options.includes('--port') ? [] : ['--port', '0']), ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  context.after(() => server.kill());
  const line = await new Promise((resolve) => server.stdout.once('data', resolve));
  return [String(line).trim().replace('127.0.0.1', new URL(page).hostname), server];
}
