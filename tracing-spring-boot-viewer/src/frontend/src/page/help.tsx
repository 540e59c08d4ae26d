// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { signal } from '@preact/signals';
import { Icon } from './icon.tsx';
import { info } from './info.ts';
import { lettersOn, switchLetters } from './keys.ts';
import { useModal } from './modal.ts';
import { bytes, period } from './format.ts';

export const helpOpen = signal(false);

const everywhere: [string[], string][] = [
  [['j', 'k', '↓', '↑'], 'next, previous row'],
  [['Enter'], 'open the row'],
  [['/'], 'filter, or search in the trace'],
  [['p'], 'pause or go on'],
  [['t'], 'theme: system, light, dark'],
  [['Esc'], 'close, or go back'],
  [['?'], 'this help'],
];

const inTrace: [string[], string][] = [
  [['h', 'l', '←', '→'], 'fold, unfold the row'],
  [['n', 'N'], 'next, previous match'],
  [['e'], 'next error'],
  [['c'], 'critical path on or off'],
  [['[', ']'], 'previous, next trace of the list'],
];

export function Help() {
  return helpOpen.value ? <HelpDialog /> : null;
}

function HelpDialog() {
  const dialog = useModal();
  const close = () => (helpOpen.value = false);
  return (
    <dialog ref={dialog} class="dialog help" aria-labelledby="help-title" onClose={close} onClick={(event) => event.target === dialog.current && close()}>
      <header class="dialog-header">
        <h2 id="help-title">Keyboard</h2>
        <button class="button button-icon" aria-label="Close" onClick={close}><Icon name="close" /></button>
      </header>
      <Keys title="Everywhere" keys={everywhere} />
      <Keys title="In a trace" keys={inTrace} />
      <label class="check">
        <input type="checkbox" checked={lettersOn.value} onChange={(event) => switchLetters(event.currentTarget.checked)} />
        Single letters are shortcuts
      </label>
      <p class="faint help-mouse">Drag over the minimap to zoom into a piece of time, double-click it to see everything again.</p>
      <About />
    </dialog>
  );
}

function Keys({ title, keys }: { title: string; keys: [string[], string][] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl class="keys">
        {keys.map(([names, meaning]) => (
          <div key={meaning}>
            <dt>{names.map((name) => <kbd key={name}>{name}</kbd>)}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function About() {
  if (!info.value) return null;
  const { version, limits, otlp } = info.value;
  return (
    <footer class="faint help-about">
      <p>tracing-spring-boot-starter {version}</p>
      <p>
        Keeps at most {limits.traces.toLocaleString('en')} traces, {limits.spans.toLocaleString('en')} spans,{' '}
        {limits.spansPerTrace.toLocaleString('en')} spans in a trace and {bytes(limits.bytes)}. A trace that
        is neither pinned nor imported goes {period(limits.ageMillis)} after its last change.
      </p>
      <p>Takes OTLP at <code>{otlp}</code></p>
    </footer>
  );
}
