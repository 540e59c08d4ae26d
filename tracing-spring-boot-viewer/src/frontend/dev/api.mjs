// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/** Answers a call of the API as the server in Java does. */
export async function answer(store, settings, request, path, query) {
  if (settings.refuse) return { status: 403, body: { error: 'Requests from this address are not allowed.' } };
  if (path === 'session' && request.method === 'POST') return signIn(settings, await bodyOf(request));
  if (settings.token && !request.headers.cookie?.includes(`token=${settings.token}`)) return { status: 401, body: { error: 'Sign in first.', token: true } };
  const route = routes.find(([method, pattern]) => method === request.method && pattern.test(path));
  if (!route) return { status: 404, body: { error: 'No such call.' } };
  return route[2](store, { settings, query, id: route[1].exec(path)[1], request });
}

const routes = [
  ['GET', /^info$/, (store, { settings }) => ok({
    service: 'gateway', version: '0.1.0', basePath: '/tracing', otlp: `${settings.origin}/tracing`, application: `${settings.origin}/shop`, slowMillis: 1_000,
    limits: { bytes: 33_554_432, traces: 1_000, spans: 200_000, spansPerTrace: 10_000, ageMillis: 1_800_000 },
  })],
  ['GET', /^changes$/, (store, { query }) => (query.get('since') === String(store.sequence) ? { status: 204 } : ok({ sequence: store.sequence }))],
  ['GET', /^traces$/, (store, { query }) => (query.get('since') === String(store.sequence) ? { status: 204 } : ok(store.list(query)))],
  ['GET', /^traces\/([0-9a-f]{32})$/, (store, { id }) => {
    const document = store.document(id);
    return document ? ok(document) : { status: 404, body: { error: 'There is no such trace.' } };
  }],
  ['GET', /^jobs$/, (store) => ok({ jobs: store.jobs })],
  ['GET', /^facets$/, (store) => ok(store.facets())],
  ['POST', /^import$/, async (store, { request }) => take(store, await bodyOf(request))],
  ['POST', /^v1\/(?:traces|logs)$/, async (store, { request }) => receive(store, await bodyOf(request))],
  ['DELETE', /^traces$/, (store) => done(store.clear())],
  ['PUT', /^traces\/([0-9a-f]{32})\/pin$/, (store, { id }) => done(store.pin(id, true))],
  ['DELETE', /^traces\/([0-9a-f]{32})\/pin$/, (store, { id }) => done(store.pin(id, false))],
];

const ok = (body) => ({ status: 200, body });
const done = () => ({ status: 204 });

function signIn(settings, body) {
  if (JSON.parse(body).token !== settings.token) return { status: 401, body: { error: 'This is not the token.', token: true } };
  return { status: 204, cookie: `token=${settings.token}; HttpOnly; SameSite=Strict; Path=/tracing/` };
}

function take(store, body) {
  let documents;
  try {
    documents = parse(body);
  } catch {
    return { status: 400, body: { error: 'This is no JSON.' } };
  }
  const all = documents.flatMap((each) => (Array.isArray(each.traces) ? each.traces : [each])).map((each) => store.add(each, { imported: true }));
  const total = { traces: [...new Set(all.flatMap((each) => each.traces))], spans: 0, logs: 0, rejected: 0 };
  for (const each of all) {
    total.spans += each.spans;
    total.logs += each.logs;
  }
  return total.traces.length > 0 ? ok(total) : { status: 400, body: { error: 'This holds no trace.' } };
}

function receive(store, body) {
  store.add(JSON.parse(body));
  return ok({});
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** One document, however it is written, or one in each line. */
function parse(body) {
  try {
    return [JSON.parse(body)];
  } catch {
    return body.trim().split('\n').map((line) => JSON.parse(line));
  }
}
