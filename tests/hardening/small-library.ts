/** Generations of a few notes, written through any file system, with vectors made of their hashes. */
import { chunkDocument } from '../../src/chunk/chunk-document.ts';
import { pointersOf } from '../../src/chunk/pointers.ts';
import { flatIndexSteps } from '../../src/index/flat.ts';
import { defaultFieldWeights } from '../../src/library/chunk-terms.ts';
import type { KeyedVector } from '../../src/library/contract.ts';
import type { FileSystem } from '../../src/library/file-system.ts';
import { GenerationWriter } from '../../src/library/generation-writer.ts';
import { LocalLibrary } from '../../src/library/local-library.ts';
import { loadDocument } from '../../src/load/load-document.ts';
import { hashBytes } from '../../src/text/hash.ts';

export type Notes = Readonly<Record<string, string>>;

export const smallDimensions = 4;

/** Not yet committed. */
export function smallWriter(
  fileSystem: FileSystem,
  folder: string,
  notes: Notes,
  dimensions = smallDimensions,
): GenerationWriter {
  const writer = new GenerationWriter({
    fileSystem,
    folder,
    chunker: 'test',
    encoder: { fingerprint: `fake:${dimensions}`, dimensions },
    weights: defaultFieldWeights,
    now: () => new Date('2026-01-02T03:04:05Z'),
  });
  for (const [uri, text] of Object.entries(notes)) addNote(writer, uri, text, dimensions);
  return writer;
}

export function addNote(
  writer: GenerationWriter,
  uri: string,
  text: string,
  dimensions = smallDimensions,
): void {
  const bytes = new TextEncoder().encode(text);
  const document = loadDocument({ uri, mediaType: 'text/markdown', bytes });
  const chunks = chunkDocument(document);
  writer.addDocument(document, chunks, {
    chunks: chunks.map((chunk) => vectorOf(chunk.text, dimensions)),
    pointers: pointersOf(document, chunks).map((pointer) => ({
      pointer,
      ...vectorOf(pointer.text, dimensions),
    })),
  });
}

export function smallLibrary(fileSystem: FileSystem, folder: string): LocalLibrary {
  return new LocalLibrary({ fileSystem, folder, createVectorIndex: flatIndexSteps });
}

function vectorOf(text: string, dimensions: number): KeyedVector {
  const key = hashBytes(text);
  const bytes = Buffer.from(key, 'hex');
  const values = Float32Array.from({ length: dimensions }, (_, at) => bytes[at % 32]! - 127.5);
  const norm = Math.hypot(...values);
  return { key, vector: values.map((value) => value / norm) };
}
