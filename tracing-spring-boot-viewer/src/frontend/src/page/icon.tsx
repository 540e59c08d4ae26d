// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

const paths = {
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.2v9.6l7.5-4.8z',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8L13 13M13 3l-1.2 1.2M4.2 11.8L3 13',
  moon: 'M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1z',
  screen: 'M2 3h12v8H2zM6 14h4M8 11v3',
  help: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM6.2 6.2c0-2.4 3.6-2.4 3.6 0 0 1.4-1.8 1.4-1.8 2.8M8 11.4v.1',
  upload: 'M8 10.5V2.5M4.8 5.5L8 2.3l3.2 3.2M2.5 10v3.5h11V10',
  download: 'M8 2.3v8M4.8 7.3L8 10.5l3.2-3.2M2.5 10v3.5h11V10',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5H2.5v-8h8V3',
  pin: 'M5.5 2h5l-.8 4.5 2.3 2.7H4l2.3-2.7zM8 9.2V14',
  link: 'M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2A2.6 2.6 0 0 0 9 3.3l-.8.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.8-.8',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  back: 'M9.8 3L4.8 8l5 5',
  previous: 'M3.5 10.2L8 5.7l4.5 4.5',
  next: 'M3.5 5.8L8 10.3l4.5-4.5',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.4 10.4L14 14',
  error: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 4.7v4M8 11v.1',
  ok: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM5.3 8.2l2 1.9 3.5-4',
  running: 'M8 1.8a6.2 6.2 0 1 0 6.2 6.2M8 4.5V8l2.5 1.5',
  warning: 'M8 2.2L14.5 13.5h-13zM8 6.5v3.3M8 11.6v.1',
  path: 'M2 12.5h4V8h4V3.5h4',
  expand: 'M4 6.5L8 3l4 3.5M4 9.5L8 13l4-3.5',
  collapse: 'M4 3l4 3.5L12 3M4 13l4-3.5L12 13',
  trash: 'M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9',
  filter: 'M2 3.5h12L9.5 9v4l-3-1.5V9z',
  open: 'M4 6.2L8 10.2l4-4',
  closed: 'M6.2 4l4 4-4 4',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  zoom: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.4 10.4L14 14M5 7h4',
} as const;

export type IconName = keyof typeof paths;

/** Decoration only: the text beside it, or the label of its button, says the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
