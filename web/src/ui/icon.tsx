/** The pictograms of the page, drawn on a grid of 16 with a line of 1.5. */
const paths = {
  ask: 'M2.5 3.5h11v7.5h-6l-3 2.5v-2.5h-2z',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.5 5.5h7v8h-7zM3.5 10.5v-8h7',
  down: 'M4 6l4 4 4-4',
  download: 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10',
  edit: 'M3 13l.6-2.8 7.2-7.2 2.2 2.2-7.2 7.2z',
  evaluation: 'M2.5 13.5h11M4.5 11V7.5M8 11V3M11.5 11V5.5',
  flag: 'M4 14V2.5h8L10 5.5l2 3H4',
  left: 'M10 4L6 8l4 4',
  library: 'M3 2.5h3v11H3zM6 2.5h3v11H6zM10 3.2l2.6-.6 2 10.6-2.6.6z',
  link: 'M6.5 9.5l3-3M7 4.8l1.4-1.4a2.7 2.7 0 013.8 3.8L10.8 8.6M9 11.2l-1.4 1.4a2.7 2.7 0 01-3.8-3.8L5.2 7.4',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  moon: 'M13 9.6A5.6 5.6 0 016.4 3 5.6 5.6 0 1013 9.6z',
  plus: 'M8 3v10M3 8h10',
  retry: 'M13 8a5 5 0 11-1.5-3.6M13 2.5v2.7h-2.7',
  right: 'M6 4l4 4-4 4',
  search: 'M7 11.5a4.5 4.5 0 100-9 4.5 4.5 0 000 9zM10.4 10.4l3.1 3.1',
  send: 'M8 13V3M4 7l4-4 4 4',
  settings:
    'M2.5 5h6M12 5h1.5M2.5 11h1.5M7.5 11h6M10.2 6.7a1.7 1.7 0 100-3.4 1.7 1.7 0 000 3.4zM5.7 12.7a1.7 1.7 0 100-3.4 1.7 1.7 0 000 3.4z',
  source: 'M4 2.5h5.5L12 5v8.5H4zM6 7h4M6 9.5h4',
  stop: 'M4.5 4.5h7v7h-7z',
  sun: 'M8 10.8a2.8 2.8 0 100-5.6 2.8 2.8 0 000 5.6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  system: 'M2.5 3.5h11v7.5h-11zM6 13.5h4M8 11v2.5',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4',
  up: 'M4 10l4-4 4 4',
  warn: 'M8 2.5l6 11H2zM8 6.5v3.5M8 12h.01',
  why: 'M2.5 3.5h4v3h-4zM9.5 9.5h4v3h-4zM4.5 6.5v4.5h5M6.5 5h5v4.5',
} as const;

export type IconName = keyof typeof paths;

/** Decoration: the control that holds it carries the name. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className="shrink-0"
    >
      <path d={paths[name]} />
    </svg>
  );
}
