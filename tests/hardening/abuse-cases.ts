/** Requests that no client of ours would send, each from a seed: a case can be sent again by its number. */
import type { AbusedRoute, Pick } from './abuse-request.ts';
import { bodyTricks } from './body-tricks.ts';
import type { RawRequest } from './raw-exchange.ts';
import { wireTricks } from './wire-tricks.ts';

export interface AbuseCase extends RawRequest {
  readonly trick: string;
  readonly route: AbusedRoute;
}

const tricks = { ...bodyTricks, ...wireTricks };

/**
 * Each round takes every route; from round to round a route meets the next trick, and its neighbour
 * is some tricks ahead, so that few rounds see them all.
 */
export function abuseCase(routes: readonly AbusedRoute[], seed: number, index: number): AbuseCase {
  const at = index % routes.length;
  const round = Math.floor(index / routes.length);
  const names = Object.keys(tricks);
  const trick = names[(at * 7 + round + seed) % names.length]!;
  const pick = createPick(seed * 1_000_003 + index);
  return { ...tricks[trick]!(routes[at]!, pick), trick, route: routes[at]! };
}

/** Numbers from a seed (mulberry32). */
function createPick(seed: number): Pick {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
