// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

export type Sort = 'newest' | 'oldest' | 'longest' | 'shortest' | 'spans' | 'errors';

export const sorts: Sort[] = ['newest', 'oldest', 'longest', 'shortest', 'spans', 'errors'];

export interface Filters {
  readonly services: readonly string[];
  readonly name: string;
  readonly status: '' | 'error' | 'ok';
  readonly min: string;
  readonly max: string;
  readonly attributes: readonly string[];
  /** The beginning of a trace id. */
  readonly id: string;
}

export interface Address extends Filters {
  readonly trace: string | null;
  readonly span: string | null;
  /** Which view of the trace is open; null is the waterfall. */
  readonly view: string | null;
  readonly sort: Sort;
}

export const noFilters: Filters = { services: [], name: '', status: '', min: '', max: '', attributes: [], id: '' };

/** Reads the query string of the page; what it cannot make sense of it leaves out. */
export function parseAddress(search: string): Address {
  const query = new URLSearchParams(search);
  const status = query.get('status');
  const sort = query.get('sort') as Sort | null;
  return {
    services: unique(query.getAll('service')),
    name: query.get('name') ?? '',
    status: status === 'error' || status === 'ok' ? status : '',
    min: millis(query.get('min')),
    max: millis(query.get('max')),
    attributes: unique(query.getAll('attribute')),
    id: /^[0-9a-f]{1,32}$/.test(query.get('id') ?? '') ? query.get('id')! : '',
    trace: hex(query.get('trace'), 32),
    span: hex(query.get('span'), 16),
    view: /^[a-z]{1,20}$/.test(query.get('view') ?? '') ? query.get('view') : null,
    sort: sort && sorts.includes(sort) ? sort : 'newest',
  };
}

/** The query string for the address bar; `./` when there is nothing to say. */
export function formatAddress(address: Address): string {
  const query = new URLSearchParams();
  if (address.trace) query.set('trace', address.trace);
  if (address.trace && address.span) query.set('span', address.span);
  if (address.trace && address.view) query.set('view', address.view);
  addFilters(query, address);
  if (address.id) query.set('id', address.id);
  if (address.sort !== 'newest') query.set('sort', address.sort);
  const text = query.toString();
  return text === '' ? './' : `./?${text}`;
}

/** The parameters of `api/traces` for the same filters. */
export function apiParameters(address: Address, limit: number): URLSearchParams {
  const query = new URLSearchParams();
  addFilters(query, address);
  // In the page's address `trace` is the open trace, so the filter has another name there.
  if (address.id) query.set('trace', address.id);
  query.set('sort', address.sort);
  query.set('limit', String(limit));
  return query;
}

export function filtered(filters: Filters): boolean {
  return filters.services.length > 0 || filters.attributes.length > 0
    || [filters.name, filters.status, filters.min, filters.max, filters.id].some((each) => each !== '');
}

function addFilters(query: URLSearchParams, filters: Filters): void {
  for (const service of filters.services) query.append('service', service);
  if (filters.name) query.set('name', filters.name);
  if (filters.status) query.set('status', filters.status);
  if (filters.min) query.set('min', filters.min);
  if (filters.max) query.set('max', filters.max);
  for (const attribute of filters.attributes) query.append('attribute', attribute);
}

function millis(value: string | null): string {
  return value !== null && /^\d{1,12}(\.\d{1,6})?$/.test(value) ? value : '';
}

function hex(value: string | null, length: number): string | null {
  return value !== null && value.length === length && /^[0-9a-f]+$/.test(value) ? value : null;
}

function unique(values: string[]): string[] {
  return [...new Set(values.filter((each) => each !== ''))];
}
