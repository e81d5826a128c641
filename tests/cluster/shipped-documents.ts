/** What a library of the shipped notes must hold, made from their files and from nothing that was stored. */
import { chunkDocument } from '../../src/chunk/chunk-document.ts';
import { isInShard, type Shard } from '../../src/ingest/shard.ts';
import { loadFile } from '../../src/load/load-file.ts';
import { walkCorpus } from '../../src/load/walk-corpus.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import { shippedNotes } from './groundwork-settings.ts';

export interface ShippedDocument {
  readonly id: string;
  readonly uri: string;
  readonly text: string;
  /** Ids of its chunks, in order. */
  readonly chunks: readonly string[];
}

/** By uri, as an ingestion takes them. */
export function shippedDocuments(): readonly ShippedDocument[] {
  return walkCorpus(shippedNotes)
    .files.map((file) => {
      const document = loadFile(file);
      const { id, uri, text } = document;
      return { id, uri, text, chunks: chunkDocument(document).map((chunk) => chunk.id) };
    })
    .sort((left, right) => (left.uri < right.uri ? -1 : 1));
}

export function inShare(
  documents: readonly ShippedDocument[],
  shard: Shard,
): readonly ShippedDocument[] {
  return documents.filter(({ uri }) => isInShard(uri, shard));
}

/** Those that the library lacks, or holds in part or otherwise: `agents.md: 12 of 30 chunks`. */
export async function wrongAmong(
  documents: readonly ShippedDocument[],
  pipeline: Pick<Pipeline, 'document' | 'chunks'>,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { id, uri, text, chunks } of documents) {
    try {
      const [stored, places] = await Promise.all([pipeline.document(id), pipeline.chunks(id)]);
      const kept = places.map(({ chunkId }) => chunkId);
      if (stored.text !== text) wrong.push(`${uri}: another text`);
      else if (kept.join() !== chunks.join()) {
        wrong.push(`${uri}: ${kept.length} of ${chunks.length} chunks`);
      }
    } catch (error) {
      wrong.push(`${uri}: ${error}`);
    }
  }
  return wrong;
}
