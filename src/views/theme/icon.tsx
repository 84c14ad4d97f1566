/// Line icons, drawn on a 20 by 20 grid. They stand beside words or in buttons that have a label.

import type { ReactNode } from 'react';

const PATHS = {
  run: 'M6 4l10 6-10 6z',
  stop: 'M5.5 5.5h9v9h-9z',
  lessons: 'M10 5.5C8.3 4.3 6 4 3.5 4v11c2.5 0 4.800 .3 6.500 1.500 1.700-1.200 4-1.500 6.500-1.500V4C14 4 11.700 4.300 10 5.500zM10 5.500v11',
  share: 'M8 10.500l4.500-3M8 9.500l4.500 3M6 12a2 2 0 110-4 2 2 0 010 4zM14.500 8.500a2 2 0 110-4 2 2 0 010 4zM14.500 15.500a2 2 0 110-4 2 2 0 010 4z',
  settings: 'M3 6h7M14 6h3M12 4v4M3 14h3M10 14h7M8 12v4',
  light: 'M10 13.500a3.500 3.500 0 100-7 3.500 3.500 0 000 7zM10 2.500v1M10 16.500v1M2.500 10h1M16.500 10h1M4.700 4.700l.7.7M14.600 14.600l.7.7M4.700 15.300l.7-.7M14.600 5.400l.7-.7',
  dark: 'M16 11.800A6.500 6.500 0 018.200 4 6.500 6.500 0 1016 11.800z',
  bigType: 'M2.500 15l4-10 4 10M4 11.500h5M11.500 15l2.800-7 2.700 7M12.500 12.500h3.700',
  down: 'M6 8l4 4 4-4',
  plus: 'M10 4.500v11M4.500 10h11',
  close: 'M5.500 5.500l9 9M14.500 5.500l-9 9',
  copy: 'M7 7h8.500v9H7zM4.500 13V4H12',
  download: 'M10 3.500v9M6.500 9.500L10 13l3.500-3.500M4 16h12',
  upload: 'M10 13V4M6.500 7L10 3.500 13.500 7M4 16h12',
  clear: 'M4 6h12M8 6V4h4v2M5.500 6l.8 10h7.400l.8-10M8.500 9v4.500M11.500 9v4.500',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  rename: 'M4 16l.8-3.500L13 4.300 15.700 7l-8.200 8.200z',
  reset: 'M4.500 8.500A6 6 0 1110 16M4.500 4.500v4h4',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="cw-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
