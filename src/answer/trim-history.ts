/** A conversation -> as much of its end as a model is shown. */
import type { Turn } from '../types.ts';
import { charsPerToken } from './estimate-tokens.ts';

/**
 * The latest turns, oldest first, that fit; whole turns, and of the latest its beginning where it alone
 * is too long.
 *
 * @param maxTokens estimated; above 0
 */
export function trimHistory(history: readonly Turn[], maxTokens: number): Turn[] {
  let left = Math.floor(maxTokens * charsPerToken);
  const kept: Turn[] = [];
  for (const turn of [...history].reverse()) {
    if (turn.text.length > left) {
      if (kept.length === 0) kept.push({ ...turn, text: turn.text.slice(0, left) });
      break;
    }
    kept.push(turn);
    left -= turn.text.length;
  }
  return kept.reverse();
}
