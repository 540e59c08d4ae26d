// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { go } from '../page/address.ts';
import { noFilters } from '../page/addressFormat.ts';
import { copy } from '../page/clipboard.ts';
import { Icon } from '../page/icon.tsx';
import { info } from '../page/info.ts';

/** Tells how to make the first trace. Goes by itself when one arrives. */
export function Empty() {
  const otlp = info.value?.otlp ?? new URL('.', location.href).href.replace(/\/$/, '');
  const application = (info.value?.application ?? location.origin).replace(/\/$/, '');
  return (
    <section class="empty">
      <Waiting />
      <h2>No traces yet</h2>
      <p>Call {info.value ? <strong>{info.value.service}</strong> : 'the application'}, and its trace shows up here by itself.</p>
      <Command text={`curl ${application}/`} what="From a shell" />
      <h3>Other services</h3>
      <p>Their spans join the same traces when they send them here.</p>
      <Command text={`observability.tracing.viewer.forward-to=${otlp}`} what="A Spring Boot application with this starter" />
      <Command text={`OTEL_EXPORTER_OTLP_ENDPOINT=${otlp}`} what="Anything else that speaks OpenTelemetry" />
      <p class="faint">Or drop a file of OTLP JSON on this page.</p>
    </section>
  );
}

function Command({ text, what }: { text: string; what: string }) {
  return (
    <div class="command">
      <span class="faint">{what}</span>
      <div class="command-line">
        <code>{text}</code>
        <button class="button button-icon" aria-label={`Copy: ${text}`} title="Copy" onClick={() => void copy(text, 'Line')}><Icon name="copy" /></button>
      </div>
    </div>
  );
}

function Waiting() {
  return (
    <svg class="waiting" viewBox="0 0 160 72" width="160" height="72" aria-hidden="true">
      <path d="M8 12h120M32 36h72M56 60h96" />
    </svg>
  );
}

export function NothingMatches() {
  return (
    <section class="empty">
      <h2>No trace matches</h2>
      <p>There are traces, but none under these filters.</p>
      <button class="button" onClick={() => go(noFilters)}>Reset the filters</button>
    </section>
  );
}
