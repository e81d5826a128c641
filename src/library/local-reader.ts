/** One generation of the local library, open for search. */

import { IndexCorruptError, IndexMismatchError } from '../errors.ts';
import { bm25IndexSteps } from '../index/bm25.ts';
import type { LexicalIndex } from '../index/contract.ts';
import { findOrdinal, findOrdinalAhead } from '../index/find-ordinal.ts';
import { joinRanges, type OrdinalRange, type Within } from '../index/within.ts';
import type { Steps } from '../steps.ts';
import type { Document } from '../types.ts';
import { columnOf, decodeColumns, linesOf } from './columns.ts';
import type { ChunkPlace, ChunkRecord, LibraryReader } from './contract.ts';
import { createDenseSearch, type DenseSearch } from './dense-search.ts';
import type { DocumentRow } from './document-row.ts';
import { summaryOf } from './document-summary.ts';
import { isGathering } from './gathering-sections.ts';
import { FORMAT_VERSION, generationFiles } from './manifest.ts';
import type { StoredGeneration } from './stored-generation.ts';
import { openVectorIndexes, type VectorIndexes } from './vector-indexes.ts';

export interface LocalReader extends LibraryReader {
  /** Lets the files go; reads of documents fail afterwards. */
  close(): void;
}

/** Texts kept decoded, in UTF-16 units. */
const textCacheChars = 16_000_000;

/**
 * Opens a generation's search structures.
 *
 * @param indexes the search structures over its vectors
 * @throws IndexMismatchError when an older version wrote it: it must be rebuilt first
 * @throws IndexCorruptError naming the file that is damaged
 */
export function* openLocalReader(
  stored: StoredGeneration,
  indexes: VectorIndexes,
): Steps<LocalReader> {
  const { manifest } = stored;
  if (manifest.formatVersion < FORMAT_VERSION) {
    throw new IndexMismatchError(
      `Index generation "${manifest.generation}" has format ${manifest.formatVersion}, this Groundwork reads ${FORMAT_VERSION}; run npm run ingest (texts and vectors are kept, nothing is embedded again).`,
    );
  }
  const chunks = yield* readChunks(stored);
  const lexical = yield* readTerms(stored);
  // No search reads it. A generation opens only when all of its files are sound, this one too.
  const { counts } = generationFiles;
  if (manifest.files[counts]) yield* stored.files.checkSteps(counts);
  if (lexical.size !== chunks.size) {
    throw new IndexCorruptError(
      `Index generation "${manifest.generation}" has ${chunks.size} chunks, ${lexical.size} in its terms; run npm run ingest -- --rebuild.`,
    );
  }
  // Last, as what throws after it would leave its workers behind.
  const dense = yield* readDense(stored, chunks.size, indexes);
  const summaries = stored.rows.map((row) => summaryOf({ ...row, pages: row.pages?.length ?? 0 }));
  const ordinalsById = new Map(stored.rows.map(({ id }, ordinal) => [id, ordinal] as const));
  const chunkIdOf = (ordinal: number): string =>
    Buffer.from(chunks.id.subarray(ordinal * 32, ordinal * 32 + 32)).toString('hex');
  // Chunks stand in the order of their documents.
  const rangeOf = (documentOrdinal: number): OrdinalRange => {
    const start = findOrdinal(chunks.document, documentOrdinal, 0, chunks.size);
    const end = findOrdinalAhead(chunks.document, documentOrdinal + 1, start, chunks.size);
    return { start, end };
  };
  const rangesOf = (documentIds: ReadonlySet<string>): Within => {
    const ordinals = [...documentIds]
      .map((id) => ordinalsById.get(id))
      .filter((ordinal) => ordinal !== undefined);
    return joinRanges(ordinals.sort((left, right) => left - right).map(rangeOf));
  };
  const texts = new Map<string, Document>();
  let cachedChars = 0;

  const documentOf = (row: DocumentRow): Document => {
    const known = texts.get(row.id);
    if (known) return known;
    const document = stored.document(row);
    for (const [id, { text }] of texts) {
      if (cachedChars + document.text.length <= textCacheChars) break;
      texts.delete(id);
      cachedChars -= text.length;
    }
    texts.set(row.id, document);
    cachedChars += document.text.length;
    return document;
  };

  const gatheringSections = new Map<number, readonly boolean[]>();
  const gathering = (ordinal: number): boolean => {
    const documentOrdinal = chunks.document[ordinal]!;
    let sections = gatheringSections.get(documentOrdinal);
    if (sections === undefined) {
      sections = stored.rows[documentOrdinal]!.sections.map(({ headingPath }) =>
        isGathering(headingPath),
      );
      gatheringSections.set(documentOrdinal, sections);
    }
    return sections[chunks.section[ordinal]!]!;
  };

  return {
    generation: manifest.generation,
    writtenAt: manifest.createdAt,
    encoder: manifest.encoder,
    vectorsPending: manifest.vectorsPending,
    get vectorIndex() {
      return dense?.kind ?? null;
    },
    counts: manifest.counts,
    documents: async () => summaries,
    document: async (id) => {
      const ordinal = ordinalsById.get(id);
      return ordinal === undefined ? undefined : documentOf(stored.rows[ordinal]!);
    },
    chunksOf: async (documentId) => {
      const documentOrdinal = ordinalsById.get(documentId);
      if (documentOrdinal === undefined) return [];
      const { sections } = stored.rows[documentOrdinal]!;
      const places: ChunkPlace[] = [];
      const { start, end } = rangeOf(documentOrdinal);
      for (let at = start; at < end; at += 1) {
        places.push({
          chunkId: chunkIdOf(at),
          start: chunks.start[at]!,
          end: chunks.end[at]!,
          headingPath: sections[chunks.section[at]!]!.headingPath,
        });
      }
      return places;
    },
    searchLexical: async (terms, k, within) => lexical.search(terms, k, within && rangesOf(within)),
    searchDense: async (vector, k, within) =>
      dense?.search(vector, k, within && rangesOf(within)) ?? [],
    fits: async (ordinals, { terms, vector }) => {
      const coverage = lexical.coverage(terms, ordinals);
      return ordinals.map((ordinal, at) => ({
        ordinal,
        cosine: vector && dense ? dense.score(vector, ordinal) : undefined,
        coverage: coverage[at]!,
        gathering: gathering(ordinal),
      }));
    },
    itemCosines: async (ordinals, vector) =>
      ordinals.map((ordinal) => dense?.itemCosines(vector, ordinal) ?? []),
    chunks: async (ordinals) =>
      ordinals.map((ordinal): ChunkRecord => {
        const documentOrdinal = chunks.document[ordinal]!;
        const row = stored.rows[documentOrdinal]!;
        const section = row.sections[chunks.section[ordinal]!]!;
        const start = chunks.start[ordinal]!;
        const end = chunks.end[ordinal]!;
        return {
          ordinal,
          chunkId: chunkIdOf(ordinal),
          document: summaries[documentOrdinal]!,
          start,
          end,
          text: documentOf(row).text.slice(start, end),
          headingPath: section.headingPath,
          section: { start: section.start, end: section.end },
          headingLength: chunks.headingLength[ordinal]!,
        };
      }),
    termStatistics: async (terms) =>
      terms.map((term) => ({
        term,
        idf: lexical.idf(term),
        documentFrequency: lexical.documentFrequency(term),
      })),
    nearestWord: async (word) => lexical.nearestWord(word),
    get notice() {
      return dense?.notice();
    },
    close: () => {
      dense?.close();
      stored.close();
    },
  };
}

function* readChunks(stored: StoredGeneration) {
  const file = generationFiles.chunks;
  const columns = decodeColumns(yield* stored.files.readSteps(file), file);
  const numbers = (name: string) => columnOf(columns, name, 'u32', file);
  const chunks = {
    document: numbers('document'),
    start: numbers('start'),
    end: numbers('end'),
    section: numbers('section'),
    headingLength: numbers('headingLength'),
    id: columnOf(columns, 'id', 'u8', file),
  };
  return { ...chunks, size: chunks.document.length };
}

function* readDense(
  stored: StoredGeneration,
  size: number,
  indexes: VectorIndexes,
): Steps<DenseSearch | undefined> {
  if (stored.manifest.encoder === null) return undefined;
  const file = generationFiles.pointers;
  const columns = decodeColumns(yield* stored.files.readSteps(file), file);
  const firstChunk = columnOf(columns, 'firstChunk', 'u32', file);
  const endChunk = columnOf(columns, 'endChunk', 'u32', file);
  const item = columnOf(columns, 'item', 'u8', file);
  const opened = yield* openVectorIndexes(stored, indexes);
  if (opened === undefined) return undefined;
  const { chunks, pointers: index } = opened;
  if (
    chunks.size !== size ||
    index.size !== firstChunk.length ||
    endChunk.some((end) => end > size)
  ) {
    chunks.close?.();
    index.close?.();
    throw new IndexCorruptError(
      `Index generation "${stored.manifest.generation}" has ${size} chunks and ${firstChunk.length} pointers, but ${chunks.size} and ${index.size} vectors; run npm run ingest -- --rebuild.`,
    );
  }
  return createDenseSearch(chunks, { index, firstChunk, endChunk, item });
}

function* readTerms(stored: StoredGeneration): Steps<LexicalIndex> {
  const file = generationFiles.terms;
  const columns = decodeColumns(yield* stored.files.readSteps(file), file);
  const lines = (name: string): string[] => linesOf(columnOf(columns, name, 'u8', file));
  return yield* bm25IndexSteps({
    size: stored.manifest.counts.chunks,
    terms: lines('terms'),
    words: lines('words'),
    wordFrequencies: columnOf(columns, 'wordFrequencies', 'u32', file),
    offsets: columnOf(columns, 'offsets', 'u32', file),
    ordinals: columnOf(columns, 'ordinals', 'u32', file),
    scores: columnOf(columns, 'scores', 'f32', file),
  });
}
