// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answer } from './api.mjs';
import { fill } from './traces/fill.mjs';
import { Store } from './traces/store.mjs';

/**
 * Serves the built page with made-up traces, so that nobody needs Java to work on the page.
 *
 *   node dev/server.mjs [--port 8099] [--empty] [--big] [--live] [--token SECRET] [--refuse]
 */
const option = (name) => process.argv.includes(`--${name}`);
const value = (name) => (option(name) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : undefined);
const port = Number(value('port') ?? 8099);
const built = fileURLToPath(new URL('../../main/resources/META-INF/tracing-viewer/', import.meta.url));

const store = new Store();
if (!option('empty')) fill(store, { big: option('big'), live: option('live') });
const settings = { token: value('token'), refuse: option('refuse'), origin: `http://localhost:${port}` };

const headers = {
  'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' };

const server = createServer((request, response) => void serve(request, response).catch((error) => {
  console.error(error);
  response.writeHead(500, headers).end();
}));

async function serve(request, response) {
  const url = new URL(request.url, settings.origin);
  if (url.pathname === '/tracing') return response.writeHead(302, { ...headers, Location: './tracing/' }).end();
  if (!url.pathname.startsWith('/tracing/')) return response.writeHead(404, headers).end();
  const path = url.pathname.slice('/tracing/'.length);
  if (/^(api|v1)\//.test(path)) {
    const { status, body, cookie } = await answer(store, settings, request, path.replace(/^api\//, ''), url.searchParams);
    const text = body === undefined ? undefined : JSON.stringify(body);
    return response.writeHead(status, { ...headers, 'Cache-Control': 'no-store', ...(text === undefined ? {} : { 'Content-Type': 'application/json' }), ...(cookie ? { 'Set-Cookie': cookie } : {}) }).end(text);
  }
  const file = join(built, normalize(`/${path === '' ? 'index.html' : path}`));
  const content = await readFile(file).catch(() => null);
  if (content === null) return response.writeHead(404, headers).end();
  return response.writeHead(200, { ...headers, 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Cache-Control': path.startsWith('assets/') ? 'max-age=31536000, immutable' : 'no-cache' }).end(content);
}

server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/tracing/`));
