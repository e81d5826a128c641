/** The texts of a document that have a vector, and the vectors of those that nobody has encoded yet. */
import { embeddedText } from '../chunk/embedded-text.ts';
import type { Pointer } from '../chunk/pointers.ts';
import type { Embedder } from '../embed/contract.ts';
import type { KeyedVector } from '../library/contract.ts';
import type { DocumentVectors } from '../library/generation-writer.ts';
import { vectorKey } from '../library/vector-keys.ts';
import type { Chunk, ParsedDocument } from '../types.ts';

/** Texts whose vectors are kept together once they are made. */
const textsAtOnce = 32;

/** What is to be encoded of a document: its chunks in order, then its pointers. */
export interface TextsOfDocument {
  readonly texts: readonly { readonly text: string; readonly key: string }[];
  readonly chunks: number;
  readonly pointers: readonly Pointer[];
}

export function textsOfDocument(
  document: ParsedDocument,
  chunks: readonly Chunk[],
  pointers: readonly Pointer[],
  { fingerprint }: Pick<Embedder, 'fingerprint'>,
): TextsOfDocument {
  const texts = [
    ...chunks.map((chunk) => embeddedText(document, chunk)),
    ...pointers.map(({ text }) => text),
  ].map((text) => ({ text, key: vectorKey(fingerprint, text) }));
  return { texts, chunks: chunks.length, pointers };
}

/** Looks the vectors of chunks and pointers up, and encodes those that nobody knows. */
export function embedMissing(
  { texts, chunks, pointers }: TextsOfDocument,
  embedder: Embedder,
  lookUp: (key: string) => Float32Array | undefined,
  signal: AbortSignal | undefined,
  onEmbedded: (made: readonly KeyedVector[]) => void,
): { total: number; missing: number; vectors: Promise<DocumentVectors> } {
  const found = texts.map(({ key }) => lookUp(key));
  const missing = texts.filter((_, at) => found[at] === undefined);
  const encode = async (some: typeof missing): Promise<Float32Array[]> => {
    const made = await embedder.embedDocuments(
      some.map(({ text }) => text),
      { ...(signal && { signal }) },
    );
    onEmbedded(made.map((vector, at) => ({ key: some[at]!.key, vector })));
    return made;
  };
  const fill = async (): Promise<DocumentVectors> => {
    const parts: (typeof missing)[] = [];
    for (let at = 0; at < missing.length; at += textsAtOnce) {
      parts.push(missing.slice(at, at + textsAtOnce));
    }
    const encoded = (await Promise.all(parts.map(encode))).flat();
    let next = 0;
    const vectors = texts.map(({ key }, at): KeyedVector => {
      const vector = found[at] ?? encoded[next++]!;
      return { key, vector };
    });
    return {
      chunks: vectors.slice(0, chunks),
      pointers: pointers.map((pointer, at) => ({ pointer, ...vectors[chunks + at]! })),
    };
  };
  const vectors = fill();
  // Its failure is met where it is awaited; until then it must not count as unhandled.
  vectors.catch(() => undefined);
  return { total: texts.length, missing: missing.length, vectors };
}
