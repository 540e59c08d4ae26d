// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { ImportButton } from '../exchange/importButton.tsx';
import { sheet } from '../trace/view/state.ts';
import { follow, linkTo } from './address.ts';
import { connection } from './api.ts';
import { helpOpen } from './help.tsx';
import { Icon } from './icon.tsx';
import { info } from './info.ts';
import { useKeys } from './keys.ts';
import { paused } from './live.ts';
import { tell } from './notice.tsx';
import { nextTheme, theme } from './theme.ts';

export function Header() {
  useKeys(keys);
  return (
    <header class="header" inert={sheet.value}>
      <a class="brand" href={linkTo(null)} onClick={(event) => follow(event, { trace: null, span: null, view: null })}>
        <Logo />
        <span class="brand-name">Traces</span>
      </a>
      {info.value && <span class="header-service">{info.value.service}</span>}
      <div class="header-tools">
        <LiveButton />
        <ImportButton />
        <ThemeButton />
        <button class="button button-icon" aria-label="Keyboard and help" title="Keyboard and help (?)" onClick={() => (helpOpen.value = true)}>
          <Icon name="help" />
        </button>
      </div>
    </header>
  );
}

function LiveButton() {
  const lost = connection.value === 'lost';
  const state = paused.value ? 'paused' : lost ? 'lost' : 'live';
  const text = { paused: 'Paused', lost: 'Disconnected, retrying', live: 'Live' }[state];
  return (
    <>
      <button
        class={`button live live-${state}`}
        aria-pressed={paused.value}
        aria-label={paused.value ? 'Paused: go on' : `${text}: pause`}
        title={paused.value ? 'Go on (p)' : 'Pause (p)'}
        onClick={switchPaused}
      >
        <span class="live-dot" aria-hidden="true" />
        <span class="live-text">{text}</span>
        <Icon name={paused.value ? 'play' : 'pause'} />
      </button>
      <span class="hidden" role="status">{lost ? 'Disconnected, retrying' : ''}</span>
    </>
  );
}

function ThemeButton() {
  const icon = { system: 'screen', light: 'sun', dark: 'moon' } as const;
  return (
    <button class="button button-icon" aria-label={`Theme: ${theme.value}`} title={`Theme: ${theme.value} (t)`} onClick={switchTheme}>
      <Icon name={icon[theme.value]} />
    </button>
  );
}

function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M7 10h14M11 16h10M15 22h10" />
    </svg>
  );
}

function switchPaused(): void {
  paused.value = !paused.value;
  tell(paused.value ? 'Paused' : 'Live again');
}

function switchTheme(): void {
  tell(`Theme: ${nextTheme()}`);
}

const keys = {
  p: switchPaused,
  t: switchTheme,
  '?': () => {
    helpOpen.value = true;
  },
};
