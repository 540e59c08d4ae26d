// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Prints what a browser has to load for the page, compressed, and fails over the bound. */
const BOUND = 60 * 1024;
const built = fileURLToPath(new URL('../../main/resources/META-INF/tracing-viewer/', import.meta.url));
let total = 0;
for (const file of ['index.html', ...readdirSync(`${built}assets`).sort().map((name) => `assets/${name}`)]) {
  const content = readFileSync(built + file);
  const size = gzipSync(content, { level: 9 }).length;
  total += size;
  console.log(`${String(content.length).padStart(8)} ${String(size).padStart(8)}  ${file}`);
}
console.log(`${String(total).padStart(17)}  of ${BOUND} bytes, compressed`);
process.exitCode = total > BOUND ? 1 : 0;
