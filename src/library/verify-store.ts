/**
 * Reads a whole generation and checks what it claims: checksums, spans, hashes, unit vectors, and that
 * its files fit each other.
 */
import { IndexCorruptError, IndexMissingError } from '../errors.ts';
import { hashBytes, hashParts } from '../text/hash.ts';
import { MAX_PASSAGE_CHARS } from '../types.ts';
import { columnOf, decodeColumns } from './columns.ts';
import type { FileSystem } from './file-system.ts';
import { pointedGeneration } from './local-library.ts';
import { generationFiles } from './manifest.ts';
import { StoredGeneration } from './stored-generation.ts';
import { unitVectorsOnly } from './vector-keys.ts';
import {
  countProblems,
  documentProblems,
  pointerProblems,
  termProblems,
} from './verify-references.ts';

export interface VerifyReport {
  readonly generation: string;
  readonly files: number;
  readonly documents: number;
  readonly chunks: number;
  /** Of chunks and of the texts that lead to chunks. */
  readonly vectors: number;
  /** Texts that the encoder did not see whole. Long ones are encoded in windows, so always 0. */
  readonly truncated: number;
  /** One sentence each; empty when all is well. */
  readonly problems: readonly string[];
}

/**
 * @throws IndexMissingError when there is no index
 * @throws IndexCorruptError when its documents cannot even be read, naming the file
 */
export function verifyStore(fileSystem: FileSystem, folder: string): VerifyReport {
  const generation = pointedGeneration(fileSystem, folder);
  if (generation === undefined) {
    throw new IndexMissingError('There is no index to verify; run npm run ingest.');
  }
  const stored = StoredGeneration.open(fileSystem, folder, generation);
  const problems: string[] = [];
  const check = (what: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      problems.push(
        error instanceof IndexCorruptError ? error.message : `${what}: ${String(error)}`,
      );
    }
  };
  try {
    for (const name of Object.keys(stored.manifest.files))
      check(name, () => void stored.files.read(name));
    let vectors = 0;
    check(generationFiles.vectors, () => {
      const tables = stored.vectors();
      for (const table of tables ? [tables.chunks, tables.pointers] : []) {
        const rows = table.keys.length / 32;
        vectors += rows;
        const keys = new Set<string>();
        for (let row = 0; row < rows; row += 1) {
          keys.add(Buffer.from(table.keys.subarray(row * 32, row * 32 + 32)).toString('hex'));
        }
        const unit = unitVectorsOnly(table.keys, table.values, table.dimensions).size;
        if (unit !== keys.size)
          problems.push(`${keys.size - unit} vectors do not have unit length.`);
      }
    });
    check(generationFiles.chunks, () => problems.push(...spanProblems(stored)));
    check(generationFiles.terms, () => problems.push(...termProblems(stored)));
    check(generationFiles.counts, () => problems.push(...countProblems(stored)));
    check(generationFiles.documents, () => problems.push(...documentProblems(stored)));
    check(generationFiles.pointers, () => problems.push(...pointerProblems(stored)));
    const { documents, chunks } = stored.manifest.counts;
    const files = Object.keys(stored.manifest.files).length;
    return {
      generation,
      files,
      documents,
      chunks,
      vectors,
      truncated: 0,
      problems: [...new Set(problems)],
    };
  } finally {
    stored.close();
  }
}

function spanProblems(stored: StoredGeneration): string[] {
  const problems: string[] = [];
  const file = generationFiles.chunks;
  const columns = decodeColumns(stored.files.read(file), file);
  const [documents, starts, ends] = ['document', 'start', 'end'].map((name) =>
    columnOf(columns, name, 'u32', file),
  ) as [Uint32Array, Uint32Array, Uint32Array];
  const ids = columnOf(columns, 'id', 'u8', file);
  let next = 0;
  for (const [ordinal, row] of stored.rows.entries()) {
    const { text } = stored.document(row);
    if (hashBytes(text) !== row.contentHash)
      problems.push(`Text of "${row.uri}" is not what was ingested.`);
    const seen = new Map<string, number>();
    for (; next < documents.length && documents[next] === ordinal; next += 1) {
      const chunk = text.slice(starts[next], ends[next]);
      const repetition = seen.get(chunk) ?? 0;
      seen.set(chunk, repetition + 1);
      const id = Buffer.from(ids.subarray(next * 32, next * 32 + 32)).toString('hex');
      const right = id === hashParts(row.id, chunk, String(repetition));
      if (!right || chunk.length === 0 || chunk.length > MAX_PASSAGE_CHARS) {
        problems.push(`Chunk ${next} of "${row.uri}" does not fit its text.`);
      }
    }
  }
  if (next !== documents.length)
    problems.push(`${documents.length - next} chunks belong to no document.`);
  return problems;
}
