/** Numbers and dates as the page writes them. */

const whole = new Intl.NumberFormat('en');
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** `18554` -> `18,554`. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** `formatMany(1, 'chunk')` -> `1 chunk`; `formatMany(25, 'chunk')` -> `25 chunks`. */
export function formatMany(count: number, one: string): string {
  return `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`;
}

/** `2026-11-23` -> `23 Nov 2026`; what is no date stays as it is. */
export function formatDay(text: string): string {
  const date = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? text : day.format(date);
}

/** An ISO 8601 moment in the reader's own time zone. */
export function formatMoment(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : moment.format(date);
}
