// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Runs a file of this folder against the page that TRACING_PAGE names, or against the development server when it names none.
 *
 *   node test/browser/run.mjs walk.mjs
 */
const file = process.argv[2] ?? 'walk.mjs';
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

let server = null;
const environment = { ...process.env };
if (!environment.TRACING_PAGE) {
  server = spawn(process.execPath, [here('../../dev/server.mjs'), '--port', '0', ...(file === 'probe.mjs' ? ['--big'] : [])], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((resolve) => server.stdout.once('data', resolve));
  environment.TRACING_PAGE = String(line).trim();
  environment.TRACING_MADE_UP = 'yes';
}
const run = spawn(process.execPath, [here(file)], { stdio: 'inherit', env: environment });
run.on('exit', (code) => {
  server?.kill();
  process.exitCode = code ?? 1;
});
