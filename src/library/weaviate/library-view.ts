/** One state of the library in Weaviate, with what is remembered of it while it is searched. */
import type { Document } from '../../types.ts';
import type { DocumentSummary } from '../contract.ts';
import type { WeaviateCluster } from './cluster.ts';
import { type DocumentBody, documentOf } from './document-body.ts';
import type { DocumentHead } from './head.ts';
import { listHeads, readHeads } from './heads.ts';
import { type CollectionSet, setOf } from './names.ts';
import { readBody } from './read-body.ts';
import type { LibraryState } from './state.ts';

/** Bodies of documents, kept over all states: a version never changes. */
export interface BodyCache {
  get(head: DocumentHead, set: CollectionSet): Promise<DocumentBody>;
}

/** In UTF-16 units. */
const cachedChars = 16_000_000;

export function createBodyCache(cluster: WeaviateCluster): BodyCache {
  const bodies = new Map<string, Promise<DocumentBody>>();
  const sizes = new Map<string, number>();
  let chars = 0;
  const forget = (key: string): void => {
    bodies.delete(key);
    chars -= sizes.get(key) ?? 0;
    sizes.delete(key);
  };
  return {
    get: (head, set) => {
      const key = `${set.hash} ${head.id} ${head.version}`;
      const known = bodies.get(key);
      if (known) return known;
      const body = readBody(cluster, set, head);
      bodies.set(key, body);
      sizes.set(key, head.chars);
      chars += head.chars;
      for (const [oldest] of bodies) {
        if (chars <= cachedChars || oldest === key) break;
        forget(oldest);
      }
      body.catch(() => forget(key));
      return body;
    },
  };
}

/** Beyond, what is remembered begins anew. */
const rememberedHeads = 50_000;
const rememberedTerms = 100_000;

/** Servers keep what was written in memory for a minute, and look for what to move every few seconds. */
const settledMs = 150_000;

export class LibraryView {
  readonly cluster: WeaviateCluster;
  readonly state: LibraryState;
  readonly set: CollectionSet;
  readonly #bodies: BodyCache;
  readonly #heads = new Map<string, DocumentHead>();
  readonly #frequencies = new Map<string, Promise<number>>();
  readonly #corrections = new Map<string, Promise<string | undefined>>();
  #summaries: Promise<readonly DocumentSummary[]> | undefined;

  constructor(cluster: WeaviateCluster, state: LibraryState, bodies: BodyCache) {
    this.cluster = cluster;
    this.state = state;
    this.set = setOf(cluster.connection.prefix, state.set);
    this.#bodies = bodies;
  }

  /**
   * What was written lately may still be in the servers' memory. There version 1.35.2 takes the most
   * that a term can add to a score for 0 (`SetIdf` in `segment_blockmax.go`), so that once a search has as
   * many as it may give, whatever comes later is passed over: such a search must be given enough room.
   */
  get isFresh(): boolean {
    return Date.now() - Date.parse(this.state.writtenAt) < settledMs;
  }

  /** By uri. */
  summaries(): Promise<readonly DocumentSummary[]> {
    this.#summaries ??= listHeads(this.cluster, this.set).then((heads) =>
      heads
        .map(({ summary }) => summary)
        .sort((left, right) => (left.uri < right.uri ? -1 : Number(left.uri > right.uri))),
    );
    this.#summaries.catch(() => {
      this.#summaries = undefined;
    });
    return this.#summaries;
  }

  /**
   * The documents as they are seen now, by id; those that are not there are left out.
   *
   * @param versions by id of the document, as a search found them: one that is not remembered as the
   *   document's own is asked for anew
   */
  async heads(
    versions: ReadonlyMap<string, ReadonlySet<string>>,
  ): Promise<ReadonlyMap<string, DocumentHead>> {
    const found = new Map<string, DocumentHead>();
    const asked: string[] = [];
    for (const [id, seen] of versions) {
      const head = this.#heads.get(id);
      const fits = head !== undefined && [...seen].every((version) => version === head.version);
      if (fits) found.set(id, head);
      else asked.push(id);
    }
    if (asked.length === 0) return found;
    if (this.#heads.size > rememberedHeads) this.#heads.clear();
    for (const [id, head] of await readHeads(this.cluster, this.set, asked)) {
      this.#heads.set(id, head);
      found.set(id, head);
    }
    return found;
  }

  async document(head: DocumentHead): Promise<Document> {
    return documentOf(await this.#bodies.get(head, this.set));
  }

  body(head: DocumentHead): Promise<DocumentBody> {
    return this.#bodies.get(head, this.set);
  }

  /** In how many chunks the term stands. */
  frequency(term: string): Promise<number> {
    return remember(this.#frequencies, term, () => this.#count('terms', term));
  }

  /** In how many chunks the word stands as it is written. */
  wordFrequency(word: string): Promise<number> {
    return this.#count('words', word);
  }

  corrected(word: string, correct: () => Promise<string | undefined>): Promise<string | undefined> {
    return remember(this.#corrections, word, correct);
  }

  #count(property: 'terms' | 'words', text: string): Promise<number> {
    // A filter must name something.
    if (text.trim() === '') return Promise.resolve(0);
    return this.cluster.read('count words', async (client) => {
      const chunks = client.collections.use(this.set.chunks);
      const filters = chunks.filter.byProperty(property).equal(text);
      const { totalCount } = await chunks.aggregate.overAll({ filters });
      return totalCount;
    });
  }
}

function remember<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const found = known.get(key);
  if (found) return found;
  if (known.size > rememberedTerms) known.clear();
  const made = make();
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}
