// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Writes OTLP as protobuf, by the numbers of opentelemetry-proto, without a library and without anything of the server that reads it.
 * A field is a buffer, and a message all of its fields, one after the other.
 */
const join = (...fields) => Buffer.concat(fields.flat());

function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

function fixed(number, wire, size, write) {
  const content = Buffer.alloc(size);
  write(content);
  return join(varint((number << 3) | wire), content);
}

const integer = (number, value) => join(varint(number << 3), varint(value));
const fixed64 = (number, value) => fixed(number, 1, 8, (content) => content.writeBigUInt64LE(BigInt(value)));
const double = (number, value) => fixed(number, 1, 8, (content) => content.writeDoubleLE(value));
const fixed32 = (number, value) => fixed(number, 5, 4, (content) => content.writeUInt32LE(value));
const bytes = (number, content) => join(varint((number << 3) | 2), varint(content.length), content);
const text = (number, content) => bytes(number, Buffer.from(content, 'utf8'));
const hex = (number, content) => bytes(number, Buffer.from(content, 'hex'));
const message = (number, ...fields) => bytes(number, join(...fields));

/** A value; whole numbers are BigInt, because a number of JavaScript is a double. */
function value(content) {
  if (typeof content === 'string') return text(1, content);
  if (typeof content === 'boolean') return integer(2, content ? 1 : 0);
  if (typeof content === 'bigint') return integer(3, content);
  if (typeof content === 'number') return double(4, content);
  return message(5, content.map((each) => message(1, value(each))));
}

const attributes = (number, values = {}) => Object.entries(values).map(([name, content]) => message(number, text(1, name), message(2, value(content))));

/** An ExportTraceServiceRequest of one service. */
export function traces(resource, scope, spans) {
  return exported(resource, scope, spans.map((span) => message(2,
    hex(1, span.traceId), hex(2, span.spanId), span.parentSpanId ? hex(4, span.parentSpanId) : [], text(5, span.name), integer(6, span.kind),
    fixed64(7, span.start), fixed64(8, span.end), attributes(9, span.attributes),
    (span.events ?? []).map((event) => message(11, fixed64(1, event.at), text(2, event.name), attributes(3, event.attributes))),
    span.error ? message(15, text(2, span.error), integer(3, 2)) : [], fixed32(16, 257))));
}

/** An ExportLogsServiceRequest of one service. */
export function logs(resource, scope, lines) {
  return exported(resource, scope, lines.map((line) => message(2,
    fixed64(1, line.at), integer(2, line.severity), text(3, line.level), message(5, value(line.text)), attributes(6, line.attributes),
    fixed32(8, 1), hex(9, line.traceId), hex(10, line.spanId), fixed64(11, line.at))));
}

function exported(resource, scope, entries) {
  return message(1, message(1, attributes(1, resource)), message(2, message(1, text(1, scope)), entries));
}
