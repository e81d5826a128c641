import { contenders } from './contenders.ts';
import type { MeasureOptions } from './measured.ts';

/** Whom all others are compared with is waited for. */
const patience = 10;

/** How long a contender may take for anything that it is asked for, in ms. */
export function limitOf(name: string, { limitMinutes }: MeasureOptions): number {
  const minutes = name === contenders[0]!.name ? limitMinutes * patience : limitMinutes;
  return minutes * 60_000;
}
