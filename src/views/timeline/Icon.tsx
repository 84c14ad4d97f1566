import type { ReactNode } from 'react';

const SHAPES = {
  play: 'M4 2.5v11l9-5.5z',
  pause: 'M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z',
  start: 'M3 2.5h2v11H3zM13 2.5v11L6 8z',
  end: 'M11 2.5h2v11h-2zM3 2.5v11L10 8z',
  back: 'M10.5 3v10L4 8zM12 3h1.5v10H12z',
  forward: 'M5.5 3v10L12 8zM2.5 3H4v10H2.5z',
  plus: 'M7 3h2v4h4v2H9v4H7V9H3V7h4z',
  up: 'M8 4.2 14 11l-1.4 1.3L8 7.1l-4.6 5.2L2 11z',
  down: 'M8 11.8 2 5l1.4-1.3L8 8.9l4.6-5.2L14 5z',
  minus: 'M3 7h10v2H3z',
  close: 'M3.6 2.2 8 6.6l4.4-4.4 1.4 1.4L9.4 8l4.4 4.4-1.4 1.4L8 9.4l-4.4 4.4-1.4-1.4L6.6 8 2.2 3.6z',
} as const;

export function Icon({ name }: { readonly name: keyof typeof SHAPES }): ReactNode {
  return <svg className="tl-icon" viewBox="0 0 16 16" aria-hidden="true"><path d={SHAPES[name]} /></svg>;
}
