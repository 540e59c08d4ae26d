// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/** OTLP/JSON as it arrives. Every field may be missing: proto3 leaves defaults out, and an imported file may hold anything. */
export interface OtlpValue {
  stringValue?: string;
  intValue?: string | number;
  doubleValue?: number | string;
  boolValue?: boolean;
  arrayValue?: { values?: OtlpValue[] };
  kvlistValue?: { values?: OtlpAttribute[] };
  bytesValue?: string;
}

export interface OtlpAttribute {
  key?: string;
  value?: OtlpValue;
}

export interface OtlpEvent {
  timeUnixNano?: string | number;
  name?: string;
  attributes?: OtlpAttribute[];
}

export interface OtlpLink {
  traceId?: string;
  spanId?: string;
  attributes?: OtlpAttribute[];
}

export interface OtlpSpan {
  traceId?: string;
  spanId?: string;
  parentSpanId?: string;
  flags?: number;
  traceState?: string;
  name?: string;
  kind?: number | string;
  startTimeUnixNano?: string | number;
  endTimeUnixNano?: string | number;
  attributes?: OtlpAttribute[];
  droppedAttributesCount?: number;
  events?: OtlpEvent[];
  droppedEventsCount?: number;
  links?: OtlpLink[];
  droppedLinksCount?: number;
  status?: { code?: number | string; message?: string };
}

export interface OtlpLog {
  timeUnixNano?: string | number;
  observedTimeUnixNano?: string | number;
  severityNumber?: number;
  severityText?: string;
  body?: OtlpValue;
  attributes?: OtlpAttribute[];
  traceId?: string;
  spanId?: string;
}

export interface OtlpScope {
  name?: string;
  version?: string;
}

export interface OtlpResource {
  attributes?: OtlpAttribute[];
}

export interface OtlpDocument {
  resourceSpans?: { resource?: OtlpResource; scopeSpans?: { scope?: OtlpScope; spans?: OtlpSpan[] }[] }[];
  resourceLogs?: { resource?: OtlpResource; scopeLogs?: { scope?: OtlpScope; logRecords?: OtlpLog[] }[] }[];
}

/** The elements of what should be a list, and nothing of what is not. */
export function list<T>(value: T[] | undefined | null): T[] {
  return Array.isArray(value) ? value.filter((element) => element !== null && typeof element === 'object') : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value);
}

/** An attribute's value as a reader wants to see it. */
export function valueText(value: OtlpValue | undefined, depth = 0): string {
  if (!value || typeof value !== 'object') return '';
  if (value.stringValue !== undefined) return text(value.stringValue);
  if (value.intValue !== undefined) return text(value.intValue);
  if (value.doubleValue !== undefined) return text(value.doubleValue);
  if (value.boolValue !== undefined) return text(value.boolValue);
  if (value.bytesValue !== undefined) return text(value.bytesValue);
  // A value nested deeper than anybody writes by hand is hostile; the stack is worth more than its text.
  if (depth > 20) return '…';
  if (value.arrayValue) return `[${list(value.arrayValue.values).map((each) => valueText(each, depth + 1)).join(', ')}]`;
  if (value.kvlistValue)
    return `{${list(value.kvlistValue.values).map((each) => `${text(each.key)}: ${valueText(each.value, depth + 1)}`).join(', ')}}`;
  return '';
}

export function attribute(attributes: OtlpAttribute[] | undefined, ...keys: string[]): string {
  for (const key of keys) {
    const found = list(attributes).find((each) => each.key === key);
    if (found) return valueText(found.value);
  }
  return '';
}
