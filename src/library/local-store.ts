/** The local library as an ingestion writes it: each run makes one generation. */
import { inTurns } from '../steps.ts';
import type { FieldWeights } from './chunk-terms.ts';
import type { EncoderIdentity, KeyedVector } from './contract.ts';
import type { DocumentStore, DocumentWriter, KeptDocument } from './document-store.ts';
import type { FileSystem } from './file-system.ts';
import { GenerationWriter } from './generation-writer.ts';
import { KnownVectors } from './known-vectors.ts';
import { FORMAT_VERSION } from './manifest.ts';
import { type BasisGeneration, openBasis } from './open-basis.ts';
import { standingDocuments } from './standing-documents.ts';
import { graphsFolder } from './store-layout.ts';
import type { StoredGeneration } from './stored-generation.ts';
import { newestWithVectors, quietly, sweepLeftovers } from './sweep-leftovers.ts';
import { sweepJournals, VectorJournal } from './vector-journal.ts';

export interface LocalStoreOptions {
  readonly fileSystem: FileSystem;
  readonly folder: string;
  readonly chunker: string;
  readonly weights: FieldWeights;
  readonly now: () => Date;
}

/** For the holder of the lock. @throws IndexMismatchError when a newer Groundwork wrote the index */
export async function openLocalStore(options: LocalStoreOptions): Promise<DocumentStore> {
  return localStoreOver(await inTurns(openBasis(options.fileSystem, options.folder)), options);
}

/** @param basis the generation to build upon; it stays open until `close` */
export function localStoreOver(
  basis: BasisGeneration | undefined,
  options: LocalStoreOptions,
): DocumentStore {
  const { fileSystem, folder, chunker, now } = options;
  const stored = basis?.stored;
  const sweepOthers = (encoder: EncoderIdentity | null): void => {
    // A run without an encoder does not know which is in use.
    if (encoder !== null) sweepJournals(folder, encoder, now());
  };
  return {
    kept: stored === undefined ? [] : keptIn(stored),
    generation: stored?.manifest.generation ?? null,
    counts: stored?.manifest.counts ?? { documents: 0, chunks: 0 },
    showsAtEnd: true,
    writesAtOnce: 1,
    // A run without an encoder keeps vectors that are there: the next one with it would only have to
    // make them again.
    isCurrent: (encoder) =>
      stored !== undefined &&
      basis?.sound === true &&
      stored.manifest.formatVersion === FORMAT_VERSION &&
      stored.manifest.chunker === chunker &&
      (encoder === null || stored.manifest.encoder?.fingerprint === encoder.fingerprint),
    sweep: async (encoder) => {
      if (stored) await inTurns(sweepLeftovers(fileSystem, folder, stored.manifest.generation));
      sweepOthers(encoder);
    },
    begin: async ({ encoder, rebuild, vectorsPending }): Promise<DocumentWriter> => {
      // Graphs know a vector by its text: they would keep the one that is to be made anew.
      if (rebuild) fileSystem.remove(graphsFolder(folder));
      const journal = encoder && new VectorJournal(folder, encoder);
      // Opened where a document is new.
      let vectors: KnownVectors | undefined;
      const close = (): void => {
        standing?.close();
        vectors?.close();
      };
      const standing =
        rebuild || !basis?.sound
          ? undefined
          : await inTurns(
              standingDocuments(basis.stored, { chunker, encoder, weights: options.weights }),
            );
      const writer = new GenerationWriter({
        fileSystem,
        folder,
        chunker,
        encoder: encoder && { fingerprint: encoder.fingerprint, dimensions: encoder.dimensions },
        weights: options.weights,
        previous: basis?.fallback,
        withVectors: encoder ? undefined : await inTurns(newestWithVectors(fileSystem, folder)),
        vectorsPending,
        now,
      });
      return {
        known: async (keys) => {
          const found = new Map<string, Float32Array>();
          if (rebuild || !encoder || !journal) return found;
          vectors ??= await inTurns(KnownVectors.openSteps(fileSystem, folder, encoder, stored));
          for (const key of keys) {
            const vector = vectors.get(key) ?? journal.known.get(key);
            if (vector) found.set(key, vector);
          }
          return found;
        },
        note: (made: readonly KeyedVector[]) => journal?.append(made),
        standing: (uri, isNew) => {
          const place = isNew ? undefined : standing?.place(uri);
          if (place === undefined) return undefined;
          const { row, chunks, pointers } = place;
          const vectors = chunks.end - chunks.start + pointers.end - pointers.start;
          return { chunks: row.chunks, vectors: encoder ? vectors : 0 };
        },
        keep: (uri) => inTurns(writer.addStanding(standing!, standing!.place(uri)!)),
        add: async (document, chunks, vectors) => writer.addDocument(document, chunks, vectors),
        finish: async () => {
          const { generation } = await inTurns(writer.commitSteps());
          close();
          journal?.remove();
          sweepOthers(encoder);
          return { generation };
        },
        abandon: () => {
          quietly(close);
          journal?.close();
          writer.abandon();
        },
      };
    },
    close: () => stored?.close(),
  };
}

/** All that a generation holds, as it stands there. */
function keptIn(stored: StoredGeneration): KeptDocument[] {
  return stored.rows.map((row) => ({
    uri: row.uri,
    contentHash: row.contentHash,
    metadata: row.metadata,
    bytes: row.textBytes,
    ...(row.original && { original: row.original }),
    isOwn: true,
    read: async () => stored.document(row),
  }));
}
