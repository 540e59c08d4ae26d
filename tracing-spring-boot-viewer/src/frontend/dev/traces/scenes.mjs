// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { Builder } from './builder.mjs';

const server = (method, route, status, path = route) => ({ 'http.request.method': method, 'http.route': route, 'url.path': path, 'url.scheme': 'http', 'server.address': 'localhost', 'server.port': 8080, 'http.response.status_code': status, 'network.protocol.version': '1.1', 'user_agent.original': 'curl/8.5.0' });
const client = (method, url, status) => ({ 'http.request.method': method, 'url.full': url, 'server.address': new URL(url).hostname, 'server.port': Number(new URL(url).port || 80), 'http.response.status_code': status });
const db = (text, summary) => ({ 'db.system.name': 'postgresql', 'db.namespace': 'shop', 'db.query.text': text, 'db.query.summary': summary });

const declined = {
  type: 'com.acme.payments.CardDeclinedException',
  message: 'The issuer declined card •••• 4242: insufficient funds',
  stack: `com.acme.payments.CardDeclinedException: The issuer declined card •••• 4242: insufficient funds
	at com.acme.payments.Issuer.authorize(Issuer.java:87)
	at com.acme.payments.PaymentService.charge(PaymentService.java:41)
	at com.acme.payments.PaymentService$$SpringCGLIB$$0.charge(<generated>)
	at com.acme.payments.PaymentController.post(PaymentController.java:29)
	at java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:104)
	at java.base/java.lang.reflect.Method.invoke(Method.java:565)
	at org.springframework.web.method.support.InvocableHandlerMethod.doInvoke(InvocableHandlerMethod.java:258)
	at org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:963)
	at jakarta.servlet.http.HttpServlet.service(HttpServlet.java:649)
	at org.apache.catalina.core.ApplicationFilterChain.doFilter(ApplicationFilterChain.java:110)
	at java.base/java.lang.Thread.run(Thread.java:1474)
Caused by: java.net.http.HttpTimeoutException: request timed out
	at java.net.http/jdk.internal.net.http.HttpClientImpl.send(HttpClientImpl.java:950)
	at com.acme.payments.Issuer.call(Issuer.java:112)
	... 11 more`,
};

/** An order over three services, well or declined. */
export function order(random, start, failing) {
  const trace = new Builder(random, start);
  const pay = random.between(22, 60);
  const root = trace.span('gateway', 'POST /orders', 'server', 0, 46 + pay, { values: server('POST', '/orders', failing ? 502 : 201), ...(failing ? { error: { type: 'org.springframework.web.client.HttpServerErrorException$BadGateway', message: '502 from orders', stack: 'org.springframework.web.client.HttpServerErrorException$BadGateway: 502 from orders\n\tat com.acme.gateway.OrdersClient.place(OrdersClient.java:33)\n\tat org.springframework.web.client.DefaultRestClient.exchange(DefaultRestClient.java:712)\n\tat com.acme.gateway.OrdersController.post(OrdersController.java:24)' } } : {}) });
  trace.span('gateway', 'authenticate', 'internal', 0.6, 3.2, { parent: root, values: { 'enduser.id': 'ada' } });
  const call = trace.span('gateway', 'POST', 'client', 5, 39 + pay, { parent: root, values: client('POST', "http://orders:8081/orders?coupon=it's", failing ? 500 : 201) });
  const orders = trace.span('orders', 'POST /orders', 'server', 6.5, 35 + pay, { parent: call, values: server('POST', '/orders', failing ? 500 : 201) });
  trace.span('orders', 'SELECT shop.customer', 'client', 8, 3.4, { parent: orders, values: db('select c.id, c.name from customer c where c.id = ?', 'SELECT customer') });
  const place = trace.span('orders', 'OrderService.place', 'internal', 12, 28 + pay, { parent: orders, events: [{ name: 'cart priced', at: 15, values: { items: 3, total: '41.90' } }] });
  trace.span('orders', 'INSERT shop.orders', 'client', 14, 5.5, { parent: place, values: db('insert into orders (customer_id, total) values (?, ?) returning id', 'INSERT orders') });
  const charge = trace.span('orders', 'POST', 'client', 20, 4 + pay, { parent: place, values: client('POST', 'http://payments:8082/payments', failing ? 402 : 200) });
  const payments = trace.span('payments', 'POST /payments', 'server', 21.5, 1 + pay, { parent: charge, values: server('POST', '/payments', failing ? 402 : 200), ...(failing ? { error: declined } : {}) });
  trace.span('payments', 'issuer authorize', 'client', 24, pay - 6, { parent: payments, values: client('POST', 'https://issuer.example/authorize', failing ? 402 : 200) });
  if (!failing) trace.span('orders', 'orders publish', 'producer', 30 + pay, 2.1, { parent: place, values: { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders', 'messaging.operation.type': 'send' } });
  trace.log('gateway', 'com.acme.gateway.OrdersController', 'INFO', 'Order for customer 17 received', 2, root);
  trace.log('orders', 'com.acme.orders.OrderService', 'INFO', 'Placing order 4711 with 3 items', 13, place);
  trace.log('orders', 'com.acme.orders.OrderService', 'DEBUG', 'Price computed: 41.90 EUR', 15, place);
  if (failing) trace.log('payments', 'com.acme.payments.PaymentController', 'ERROR', 'Payment of order 4711 failed', 20 + pay, payments, { 'exception.type': declined.type, 'exception.stacktrace': declined.stack });
  else trace.log('payments', 'com.acme.payments.PaymentService', 'INFO', 'Charged 41.90 EUR', 20 + pay, payments);
  if (failing) trace.log('gateway', 'com.acme.gateway.OrdersController', 'WARN', 'Order not placed: 502 from orders', 44 + pay, root);
  return trace;
}

/** One query for the orders, and one for the customer of each. */
export function customers(random, start) {
  const trace = new Builder(random, start);
  const root = trace.span('orders', 'GET /orders', 'server', 0, 352, { values: server('GET', '/orders', 200) });
  const list = trace.span('orders', 'OrderService.list', 'internal', 2, 348, { parent: root });
  trace.span('orders', 'SELECT shop.orders', 'client', 3, 12, { parent: list, values: db('select o.id, o.customer_id from orders o order by o.id', 'SELECT orders') });
  for (let each = 0; each < 47; each++)
    trace.span('orders', 'SELECT shop.customer', 'client', 17 + each * 7, random.between(5.6, 6.9), { parent: list, values: db(`select c.id, c.name from customer c where c.id = ${100 + each}`, 'SELECT customer') });
  trace.log('orders', 'com.acme.orders.OrderService', 'INFO', '47 orders listed', 349, list);
  return trace;
}

/** A change of the stock, and what another trace made of its message. */
export function stock(random, start) {
  const first = new Builder(random, start);
  const root = first.span('warehouse', 'PUT /stock/{sku}', 'server', 0, 24, { values: server('PUT', '/stock/{sku}', 204, '/stock/A-77') });
  first.span('warehouse', 'UPDATE shop.stock', 'client', 2, 11, { parent: root, values: db('update stock set amount = ? where sku = ?', 'UPDATE stock') });
  const send = first.span('warehouse', 'stock-changed send', 'producer', 15, 4, { parent: root, values: { 'messaging.system': 'kafka', 'messaging.destination.name': 'stock-changed' } });
  const second = new Builder(random, start + 180);
  const consume = second.span('catalog', 'stock-changed process', 'consumer', 0, 31, { values: { 'messaging.system': 'kafka', 'messaging.destination.name': 'stock-changed', 'messaging.kafka.offset': 8123 }, links: [{ traceId: first.traceId, spanId: send.spanId, attributes: [] }] });
  second.span('catalog', 'SET product:A-77', 'client', 3, 1.1, { parent: consume, values: { 'db.system.name': 'redis', 'db.query.text': 'SET product:A-77 ?' } });
  return [first, second];
}

/** A callee whose clock is three seconds ahead. */
export function skewed(random, start) {
  const trace = new Builder(random, start).skew('quotes', 3_000);
  const root = trace.span('gateway', 'GET /quotes', 'server', 0, 64, { values: server('GET', '/quotes', 200) });
  const call = trace.span('gateway', 'GET', 'client', 4, 56, { parent: root, values: client('GET', 'http://quotes:8083/quotes', 200) });
  const callee = trace.span('quotes', 'GET /quotes', 'server', 8, 46, { parent: call, values: server('GET', '/quotes', 200) });
  trace.span('quotes', 'compute', 'internal', 14, 30, { parent: callee });
  trace.log('quotes', 'com.acme.quotes.Quotes', 'WARN', 'Rates are 40 minutes old', 20, callee);
  return trace;
}

/** Everything that a trace should not be. */
export function broken(random, start) {
  const trace = new Builder(random, start);
  const [a, b, gone, twice] = [random.hex(16), random.hex(16), random.hex(16), random.hex(16)];
  trace.span('legacy', 'cycle a', 'internal', 1, 20, { id: a, parent: b });
  trace.span('legacy', 'cycle b', 'internal', 3, 10, { id: b, parent: a });
  trace.span('legacy', 'orphan', 'client', 5, 14, { parent: gone });
  trace.span('legacy', 'orphan too', 'client', 22, 9, { parent: gone });
  trace.span('legacy', 'twin', 'server', 0, 40, { id: twice });
  trace.span('legacy', 'twin again', 'server', 8, 12, { id: twice });
  trace.span('legacy', 'ends before it starts', 'internal', 30, -5, { parent: twice });
  trace.span('legacy', 'of an unknown kind', 42, 33, 4, { parent: twice });
  return trace;
}

/** More than is kept of one trace. */
export function lossy(random, start) {
  const trace = new Builder(random, start);
  const root = trace.span('catalog', 'POST /catalog/reindex', 'server', 0, 300, { values: server('POST', '/catalog/reindex', 202) });
  Object.assign(root, { droppedAttributesCount: 2, droppedEventsCount: 1, droppedLinksCount: 1_200 });
  for (let line = 0; line < 230; line++) trace.log('catalog', 'com.acme.catalog.Index', 'INFO', `Product ${line} indexed`, line, root);
  return trace;
}

/** A job that ran to its end. */
export function job(random, start) {
  const trace = new Builder(random, start);
  const root = trace.span('payments', 'nightly settlement', 'internal', 0, 4_200, { values: { 'job.name': 'nightly settlement', 'job.id': 41 } });
  for (let chunk = 0; chunk < 4; chunk++) {
    const each = trace.span('payments', `chunk ${chunk + 1}`, 'internal', 40 + chunk * 1_030, 1_000, { parent: root });
    trace.span('payments', 'SELECT shop.payment', 'client', 50 + chunk * 1_030, 310, { parent: each, values: db('select * from payment where settled = false limit 500', 'SELECT payment') });
    trace.span('payments', 'UPDATE shop.payment', 'client', 420 + chunk * 1_030, 540, { parent: each, values: db('update payment set settled = true where id = any(?)', 'UPDATE payment') });
    trace.log('payments', 'com.acme.payments.Settlement', 'INFO', `Chunk ${chunk + 1} of 4 settled`, 1_030 + chunk * 1_030, each);
  }
  return trace;
}

/** A call that takes a moment, as most do. */
export function small(random, start) {
  const trace = new Builder(random, start);
  const [service, name] = random.pick([['gateway', 'GET /products/{id}'], ['gateway', 'GET /cart'], ['catalog', 'GET /products'], ['warehouse', 'GET /stock/{sku}'], ['orders', 'GET /orders/{id}']]);
  const length = Math.exp(random.between(Math.log(3), Math.log(260)));
  const route = name.slice(4);
  const root = trace.span(service, name, 'server', 0, length, { values: server('GET', route, 200, route.replace(/\{.*\}/, '42')) });
  if (random.next() > 0.4) trace.span(service, 'SELECT shop.product', 'client', length * 0.2, length * 0.5, { parent: root, values: db('select p.* from product p where p.id = ?', 'SELECT product') });
  return trace;
}

/** A trace of so many spans. */
export function large(random, start, size) {
  const trace = new Builder(random, start);
  const open = [{ span: trace.span('report', `GET /report of ${size} spans`, 'server', 0, size, { values: server('GET', '/report', 200) }), from: 0, to: size, depth: 0 }];
  const services = ['report', 'catalog', 'orders', 'warehouse', 'payments'];
  for (let made = 1; made < size; made++) {
    const at = Math.max(0, open.length - 1 - Math.floor(random.next() ** 2 * Math.min(open.length, 40)));
    const parent = open[at];
    const from = random.between(parent.from, parent.from + (parent.to - parent.from) * 0.6);
    const length = (parent.to - from) * random.between(0.2, 0.95);
    const span = trace.span(random.pick(services), `${random.pick(['load', 'join', 'render', 'sum', 'sort'])} ${random.pick(['rows', 'page', 'totals', 'index'])}`, 'internal', from, length, { parent: parent.span, values: { part: made }, ...(made % 997 === 0 ? { error: { type: 'java.lang.IllegalStateException', message: 'part is missing', stack: 'java.lang.IllegalStateException: part is missing\n\tat com.acme.report.Part.load(Part.java:5)' } } : {}) });
    if (parent.depth < 12) open.push({ span, from, to: from + length, depth: parent.depth + 1 });
  }
  return trace;
}
