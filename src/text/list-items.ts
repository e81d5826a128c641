/** Items of a list that say something by themselves. */
import { plainText } from './plain-text.ts';
import { sentencesOf } from './sentences.ts';

export interface ListItem {
  /** That of its sentences in `sentencesOf`. */
  readonly blockOrdinal: number;
  /** Without markup. */
  readonly text: string;
}

/** Shorter items lean on the sentence that introduces their list. */
const minWords = 16;

/**
 * Items of at least 16 words that end as sentences do, in order. `[]` where the text has fewer than two
 * items: one that stands alone says what its text says.
 */
export function longItemsOf(text: string): ListItem[] {
  const items = new Map<number, string[]>();
  for (const { block, blockOrdinal, start, end } of sentencesOf(text)) {
    if (block !== 'item') continue;
    items.set(blockOrdinal, [...(items.get(blockOrdinal) ?? []), text.slice(start, end)]);
  }
  if (items.size < 2) return [];
  return [...items]
    .map(([blockOrdinal, sentences]) => ({ blockOrdinal, text: plainText(sentences.join(' ')) }))
    .filter((item) => item.text.split(' ').length >= minWords && /[.!?]$/.test(item.text));
}
