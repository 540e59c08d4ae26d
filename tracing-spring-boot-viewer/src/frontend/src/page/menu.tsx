// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  label: string;
  action: () => void;
}

/** A button that opens a short list of actions. */
export function Menu({ label, text, icon, items }: { label: string; text?: string; icon: IconName; items: MenuItem[] }) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    entries(place.current)[0]?.focus();
    const outside = (event: Event) => place.current?.contains(event.target as Node) || setOpen(false);
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, [open]);
  const close = () => {
    setOpen(false);
    place.current?.querySelector('button')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    event.stopPropagation();
    if (event.key === 'Tab') setOpen(false);
    else if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const all = entries(place.current);
      const at = all.indexOf(document.activeElement as HTMLButtonElement) + (event.key === 'ArrowDown' ? 1 : -1);
      all[(at + all.length) % all.length]?.focus();
    } else return;
    if (event.key !== 'Tab') event.preventDefault();
  };
  return (
    <div class="menu" ref={place} onKeyDown={onKeyDown}>
      <button class={text ? 'button' : 'button button-icon'} aria-label={text ? undefined : label} title={label} aria-haspopup="menu" aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        <Icon name={icon} />{text}
      </button>
      {open && (
        <div class="menu-list" role="menu" id={id} aria-label={label}>
          {items.map((item) => (
            <button key={item.label} role="menuitem" tabIndex={-1} onClick={() => { close(); item.action(); }}>{item.label}</button>
          ))}
        </div>
      )}
    </div>
  );
}

function entries(place: HTMLElement | null): HTMLButtonElement[] {
  return [...(place?.querySelectorAll<HTMLButtonElement>('[role=menuitem]') ?? [])];
}
