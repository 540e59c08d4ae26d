// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { signal } from '@preact/signals';

/** How the page stands with the server. */
export const connection = signal<'connected' | 'lost'>('connected');

/** Set while the server wants a token before it answers. */
export const signInWanted = signal(false);

/** The server's reason for refusing this browser altogether. */
export const refused = signal<string | null>(null);

/** Grows when everything should be asked again: after signing in, and when the server is back. */
export const generation = signal(0);

/** An answer that is no success. The status is 0 when the server could not be reached. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Asks the server; null when it answers that there is nothing (new). */
export async function get<T>(path: string, parameters?: URLSearchParams, abort?: AbortSignal): Promise<T | null> {
  const query = parameters?.toString();
  const response = await send(query ? `${path}?${query}` : path, abort ? { signal: abort } : {});
  return response.status === 204 ? null : ((await response.json()) as T);
}

export async function write<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: string): Promise<T | null> {
  const response = await send(path, { method, headers: { 'Content-Type': 'application/json' }, ...(body === undefined ? {} : { body }) });
  return response.status === 204 ? null : ((await response.json()) as T);
}

async function send(path: string, options: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`./api/${path}`, { cache: 'no-store', redirect: 'error', ...options });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    connection.value = 'lost';
    throw new ApiError(0, 'The server does not answer.');
  }
  // A gateway in between answers for a server that is gone.
  if (response.status >= 502 && response.status <= 504) connection.value = 'lost';
  else if (connection.value === 'lost') {
    connection.value = 'connected';
    generation.value++;
  }
  if (response.ok) return response;
  throw await failure(response);
}

async function failure(response: Response): Promise<ApiError> {
  const answer = (await response.json().catch(() => null)) as { error?: string; token?: boolean } | null;
  const message = answer?.error ?? `The server answered ${response.status}.`;
  if (response.status === 401 && answer?.token) signInWanted.value = true;
  if (response.status === 403) refused.value = message;
  return new ApiError(response.status, message);
}
