/** Cosines of short texts, by the encoder: the same words are asked for again and again. */
import type { Embedder } from './contract.ts';

/**
 * Gives the cosine of two texts, -1 to 1. Remembers the vectors of the texts asked for last, for all questions together: one long answer asks for
 * some thousand words and clauses, of 1.5 kB each.
 *
 * @param maxTexts vectors that are remembered
 */
export function createSimilarity(
  embedder: Pick<Embedder, 'embedQuery'>,
  maxTexts = 4_096,
): (left: string, right: string) => Promise<number> {
  const known = new Map<string, Promise<Float32Array>>();
  const vectorOf = (text: string): Promise<Float32Array> => {
    const vector = known.get(text) ?? embedder.embedQuery(text);
    // The one asked for last is the last to be forgotten.
    known.delete(text);
    known.set(text, vector);
    vector.catch(() => known.delete(text));
    const [oldest] = known.keys();
    if (known.size > maxTexts && oldest !== undefined) known.delete(oldest);
    return vector;
  };
  return async (left, right) => {
    const [first, second] = await Promise.all([vectorOf(left), vectorOf(right)]);
    return first.reduce((sum, value, at) => sum + value * second[at]!, 0);
  };
}
