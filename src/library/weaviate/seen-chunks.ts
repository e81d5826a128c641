/**
 * The chunks that one question has met, under ordinals of its own. A document is seen in the version in
 * which it was met first; pieces of other versions are passed over.
 */

import { decodeChunkPlace, type PlaceOfChunk } from './chunk-objects.ts';
import type { DocumentHead } from './head.ts';
import type { LibraryView } from './library-view.ts';

export interface SeenChunk {
  readonly uuid: string;
  readonly head: DocumentHead;
  readonly place: PlaceOfChunk;
  /** Weighted frequency of each term. */
  readonly counts: ReadonlyMap<string, number>;
  /** Sum of them. */
  readonly length: number;
}

/** An object of a search, as the client gives it. */
export interface FoundObject {
  readonly uuid: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What is read of each chunk. */
export const chunkProperties = ['documentId', 'version', 'place', 'terms'];

/** Of one document: more than the largest file gives. */
const mostChunks = 2 ** 24;

export class SeenChunks {
  readonly #view: LibraryView;
  readonly #chunks = new Map<number, SeenChunk>();
  readonly #ordinals = new Map<string, number>();
  /** Where the ordinals of a document's chunks begin. */
  readonly #begins = new Map<string, number>();
  /** Null for documents that are not there. */
  readonly #documents = new Map<string, DocumentHead | null>();

  constructor(view: LibraryView) {
    this.#view = view;
  }

  at(ordinal: number): SeenChunk {
    return this.#chunks.get(ordinal)!;
  }

  ordinalOf(uuid: string): number | undefined {
    return this.#ordinals.get(uuid);
  }

  /** The document as this question sees it. */
  async documentOf(id: string): Promise<DocumentHead | undefined> {
    await this.#meet(new Map([[id, new Set<string>()]]));
    return this.#documents.get(id) ?? undefined;
  }

  /** Those objects, chunks or pointers, whose version is the one that is seen. */
  async current<Found extends FoundObject>(objects: readonly Found[]): Promise<Found[]> {
    const versions = new Map<string, Set<string>>();
    for (const { properties } of objects) {
      const id = String(properties['documentId']);
      const seen = versions.get(id) ?? new Set();
      versions.set(id, seen.add(String(properties['version'])));
    }
    await this.#meet(versions);
    return objects.filter(
      ({ properties }) =>
        this.#documents.get(String(properties['documentId']))?.version === properties['version'],
    );
  }

  /**
   * Gives chunks that are seen their ordinals: those of a document as they stand in it, so that ties
   * within it come out as in the local library; documents as they are met, those of one search by uri.
   */
  note(chunks: readonly FoundObject[]): void {
    const fresh = new Map(
      chunks.filter(({ uuid }) => !this.#ordinals.has(uuid)).map((chunk) => [chunk.uuid, chunk]),
    );
    const seen = [...fresh.values()].map(({ uuid, properties }): SeenChunk => {
      const terms = String(properties['terms']);
      const counts = countsOf(terms === '' ? [] : terms.split(' '));
      return {
        uuid,
        head: this.#documents.get(String(properties['documentId']))!,
        place: decodeChunkPlace(properties['place']),
        ...counts,
      };
    });
    seen.sort((left, right) => (left.head.uri < right.head.uri ? -1 : 1));
    for (const chunk of seen) {
      const { id } = chunk.head;
      const begin = this.#begins.get(id) ?? this.#begins.size * mostChunks;
      this.#begins.set(id, begin);
      const ordinal = begin + chunk.place.number;
      this.#ordinals.set(chunk.uuid, ordinal);
      this.#chunks.set(ordinal, chunk);
    }
  }

  async #meet(versions: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
    const unmet = new Map([...versions].filter(([id]) => !this.#documents.has(id)));
    if (unmet.size === 0) return;
    const heads = await this.#view.heads(unmet);
    for (const id of unmet.keys()) {
      // Two searches at a time may meet the same document: the first has it.
      if (!this.#documents.has(id)) this.#documents.set(id, heads.get(id) ?? null);
    }
  }
}

function countsOf(terms: readonly string[]): Pick<SeenChunk, 'counts' | 'length'> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return { counts, length: terms.length };
}
