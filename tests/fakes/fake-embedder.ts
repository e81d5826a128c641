import { createHash } from 'node:crypto';
import type { Embedder } from '../../src/embed/contract.ts';

/** A deterministic encoder: a hash of each text as its direction. It records what it was given. */
export function createFakeEmbedder(
  dimensions = 16,
  delayMs = 0,
): Embedder & { readonly texts: string[] } {
  const texts: string[] = [];
  const vectorOf = (text: string): Float32Array => {
    const bytes = createHash('sha512').update(text).digest();
    const values = Float32Array.from(
      { length: dimensions },
      (_, at) => bytes[at % 64]! / 127.5 - 1,
    );
    const norm = Math.hypot(...values);
    return values.map((value) => value / norm);
  };
  return {
    texts,
    fingerprint: `fake:${dimensions}`,
    dimensions,
    ready: Promise.resolve(),
    embedDocuments: async (given, options) => {
      for (const text of given) {
        options?.signal?.throwIfAborted();
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
        texts.push(text);
        options?.onEmbedded?.(1);
      }
      return given.map(vectorOf);
    },
    embedQuery: async (text) => vectorOf(text),
    close: async () => {},
  };
}
