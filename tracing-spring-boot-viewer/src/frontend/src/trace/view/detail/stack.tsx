// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { Breakable } from '../../../page/breakable.tsx';
import { copy } from '../../../page/clipboard.ts';
import { Icon } from '../../../page/icon.tsx';
import { stackParts, type StackPart } from '../../stack.ts';

/** Fewer frames than these take no more room than the line that would fold them. */
const FOLD = 2;

/** A stack trace with the application's own frames standing out and those of libraries folded. */
export function Stack({ stack }: { stack: string }) {
  return (
    <div class="stack">
      <button class="button button-icon button-small stack-copy" aria-label="Copy the stack trace" title="Copy the stack trace" onClick={() => void copy(stack, 'Stack trace')}><Icon name="copy" /></button>
      <div class="stack-lines" tabIndex={0} role="region" aria-label="Stack trace">
        {stackParts(stack).map((part, index) => <Part key={index} part={part} />)}
      </div>
    </div>
  );
}

function Part({ part: { kind, lines } }: { part: StackPart }) {
  const body = lines.map((line, index) => <code key={index} class={`frame frame-${kind}`}><Breakable text={line.trim().replace(/^at /, 'at\u00a0')} /></code>);
  if (kind !== 'library' || lines.length < FOLD) return <>{body}</>;
  return (
    <details class="frames">
      <summary>{lines.length} frames of libraries</summary>
      {body}
    </details>
  );
}
