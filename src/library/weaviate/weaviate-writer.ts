/**
 * Writes documents into Weaviate, each so that it is seen whole: its pieces under a new version, then
 * the one object that says which version is seen, and the pieces of the old version at the end.
 */
import { randomUUID } from 'node:crypto';
import { hashParts } from '../../text/hash.ts';
import type { Chunk, Document } from '../../types.ts';
import type { EncoderIdentity, KeyedVector } from '../contract.ts';
import type {
  DocumentWriter,
  FinishedWriting,
  StandingDocument,
  VectorLookup,
} from '../document-store.ts';
import { checkVectors, type DocumentVectors } from '../generation-writer.ts';
import { quietly } from '../sweep-leftovers.ts';
import { type SearchedObjects, searchedObjects, wordObject } from './chunk-objects.ts';
import type { WeaviateCluster } from './cluster.ts';
import { encodeBody } from './document-body.ts';
import { type DocumentHead, encodeHead } from './head.ts';
import { confirmHeads } from './heads.ts';
import { knownVectors } from './known-vectors.ts';
import { type CollectionSet, objectId, type SetIdentity } from './names.ts';
import { slices } from './slices.ts';
import { removePieces } from './sweep.ts';
import { deleteWhere, putObjects } from './writes.ts';

export interface WeaviateWriterOptions {
  readonly cluster: WeaviateCluster;
  readonly set: CollectionSet;
  /** What is searched now, where that is another set with vectors of the same encoder. */
  readonly before: CollectionSet | undefined;
  /** Documents of the set, by uri, that the library has no more: they go unless the run writes them. */
  readonly stale: readonly string[];
  readonly identity: SetIdentity;
  /** Null writes no vectors. */
  readonly encoder: EncoderIdentity | null;
  /** Notes which documents are being written: the next run under the same name clears them. */
  readonly owner: string;
  /** Of the installation: its documents are its own to drop. */
  readonly installation: string;
  /** What the set holds, by uri. */
  readonly heads: Map<string, DocumentHead>;
  /** Whether the document stands there as it would be written. */
  readonly stands: (head: DocumentHead, isNew: boolean) => boolean;
  /** Takes no vector from what is kept. */
  readonly rebuild: boolean;
  /** Vectors that are kept elsewhere; looked at where Weaviate lacks some. */
  readonly elsewhere: () => Promise<VectorLookup | undefined>;
  /** Makes what was written so far the state that is searched. */
  readonly publish: (isLast: boolean) => Promise<FinishedWriting>;
  /** Heard of after each document. */
  readonly onWritten: () => Promise<void>;
}

/** Whoever found an old version may still read it for so long. */
const graceMs = 1_000;

export class WeaviateWriter implements DocumentWriter {
  readonly #options: WeaviateWriterOptions;
  /** Makes new objects of a rebuild: a node whose index lost some after a crash mends it for those alone. */
  readonly #run = randomUUID();
  readonly #words = new Set<string>();
  readonly #added = new Set<string>();
  #elsewhere: VectorLookup | undefined;
  /** Versions that are seen no more, each with its document. */
  readonly #replaced = new Map<string, string>();
  #replacedAt = Number.NEGATIVE_INFINITY;

  constructor(options: WeaviateWriterOptions) {
    this.#options = options;
  }

  async known(keys: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> {
    const { cluster, set, before, rebuild, elsewhere, encoder } = this.#options;
    if (rebuild || encoder === null) return new Map();
    const found = new Map<string, Float32Array>();
    for (const one of [set, ...(before === undefined ? [] : [before])]) {
      const wanted = keys.filter((key) => !found.has(key));
      const some = await knownVectors(cluster, one, wanted, encoder.dimensions);
      for (const [key, vector] of some) found.set(key, vector);
    }
    const missing = keys.filter((key) => !found.has(key));
    if (missing.length === 0) return found;
    this.#elsewhere ??= await elsewhere();
    if (this.#elsewhere === undefined) return found;
    for (const key of missing) {
      const vector = this.#elsewhere.get(key);
      if (vector) found.set(key, vector);
    }
    return found;
  }

  // What is made is written with its document, soon.
  note(_made: readonly KeyedVector[]): void {}

  standing(uri: string, isNew: boolean): StandingDocument | undefined {
    const head = this.#options.heads.get(uri);
    return head && this.#options.stands(head, isNew) ? head : undefined;
  }

  // Documents stand for themselves there.
  async keep(_uri: string): Promise<void> {}

  async add(
    document: Document,
    chunks: readonly Chunk[],
    vectors: DocumentVectors | null,
  ): Promise<void> {
    const { cluster, set, encoder, identity, heads, installation, rebuild } = this.#options;
    checkVectors(document, chunks, vectors, encoder);
    const { version: ofContents, parts } = encodeBody(document, chunks);
    const version = rebuild ? hashParts(ofContents, this.#run).slice(0, 32) : ofContents;
    const before = heads.get(document.uri);
    this.#added.add(document.uri);
    const searched = searchedObjects(document, version, chunks, vectors, identity.weights);
    const what = `document "${document.uri}"`;
    await putObjects(cluster, set.pending, [this.#pendingOf(document)], what);
    await Promise.all([
      putObjects(
        cluster,
        set.parts,
        parts.map((text, number) => ({
          id: objectId(document.id, version, 'part', number),
          properties: { documentId: document.id, version, text },
        })),
        what,
      ),
      putObjects(cluster, set.chunks, searched.chunks, what),
      putObjects(cluster, set.pointers, searched.pointers, what),
      this.#writeWords(searched),
    ]);
    const head = encodeHead(document, {
      version,
      parts: parts.length,
      chunks: chunks.length,
      vectors: searched.pointers.length + (vectors?.chunks.length ?? 0),
      owner: before?.owner ?? installation,
    });
    const id = objectId(document.id);
    await putObjects(cluster, set.documents, [{ id, properties: { ...head } }], what);
    if (before && before.version !== version) this.#replace(before);
    await this.#options.onWritten();
  }

  async finish(removed: readonly string[]): Promise<FinishedWriting> {
    const { cluster, set, heads, stale, owner } = this.#options;
    this.#elsewhere?.close();
    const gone = [...removed, ...stale.filter((uri) => !this.#added.has(uri))].flatMap(
      (uri) => heads.get(uri) ?? [],
    );
    for (const some of slices(gone, 500)) {
      // A run that is killed from here on leaves what the next one clears.
      await putObjects(cluster, set.pending, some.map(this.#pendingOf), 'removed documents');
      const ids = some.map((head) => objectId(head.id));
      await deleteWhere(
        cluster,
        set.documents,
        (client) => client.collections.use(set.documents).filter.byId().containsAny(ids),
        'documents',
      );
      for (const head of some) this.#replace(head);
    }
    await new Promise((resolve) =>
      setTimeout(resolve, this.#replacedAt + graceMs - performance.now()),
    );
    await removePieces(cluster, set, await this.#unseen());
    await deleteWhere(
      cluster,
      set.pending,
      (client) => client.collections.use(set.pending).filter.byProperty('owner').equal(owner),
      'notes on what was being written',
    );
    return this.#options.publish(true);
  }

  abandon(): void {
    quietly(() => this.#elsewhere?.close());
  }

  readonly #pendingOf = ({ id }: Pick<Document, 'id'>) => {
    const { owner } = this.#options;
    return { id: objectId('pending', owner, id), properties: { owner, documentId: id } };
  };

  /** A run beside this one may have gone back to a version that this one replaced. */
  async #unseen(): Promise<string[]> {
    const { cluster, set } = this.#options;
    const heads = await confirmHeads(cluster, set, [...this.#replaced.values()]);
    return [...this.#replaced].flatMap(([version, id]) =>
      heads.get(id)?.version === version ? [] : [version],
    );
  }

  #replace({ id, version }: Pick<DocumentHead, 'id' | 'version'>): void {
    this.#replaced.set(version, id);
    this.#replacedAt = performance.now();
  }

  async #writeWords({ words }: SearchedObjects): Promise<void> {
    const { cluster, set } = this.#options;
    const fresh = [...words].filter((word) => !this.#words.has(word));
    await putObjects(cluster, set.words, fresh.map(wordObject), 'words');
    for (const word of fresh) this.#words.add(word);
  }
}
