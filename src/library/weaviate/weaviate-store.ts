/** The library in Weaviate as an ingestion writes it: document by document, by any number of programs. */

import { ConfigError } from '../../errors.ts';
import type { FieldWeights } from '../chunk-terms.ts';
import type { EncoderIdentity } from '../contract.ts';
import type {
  DocumentStore,
  FinishedWriting,
  KeptDocument,
  VectorLookup,
  WritingOptions,
} from '../document-store.ts';
import type { WeaviateCluster } from './cluster.ts';
import { countLibrary } from './count-library.ts';
import { documentOf } from './document-body.ts';
import type { DocumentHead } from './head.ts';
import { listHeads } from './heads.ts';
import {
  type CollectionSet,
  collectionSet,
  LAYOUT_VERSION,
  namesIn,
  type SetIdentity,
  setOf,
} from './names.ts';
import { readBody } from './read-body.ts';
import { makeCollections } from './schema.ts';
import { type LibraryState, readState, writeState } from './state.ts';
import { sweepPending } from './sweep.ts';
import { WeaviateWriter } from './weaviate-writer.ts';

export interface WeaviateStoreOptions {
  readonly cluster: WeaviateCluster;
  readonly chunker: string;
  readonly weights: FieldWeights;
  /** Null writes words alone. */
  readonly encoder: EncoderIdentity | null;
  /** Names this installation: its data folder's own id. */
  readonly installation: string;
  /** Which share of the files the run takes, such as `1/3`; undefined takes all. */
  readonly share: string | undefined;
  /** Vectors that are kept elsewhere: those of a local library, when one moves. */
  readonly elsewhere: () => Promise<VectorLookup | undefined>;
  readonly now: () => Date;
}

/** While a run goes on, what it has written is counted and listed anew so often. */
const publishMs = 10_000;

/** Hides how long a round trip takes, and more where one node of the cluster is away. */
const writesAtOnce = 4;

/** For the only run of its share with this data folder. */
export async function openWeaviateStore(options: WeaviateStoreOptions): Promise<DocumentStore> {
  const { cluster, encoder, installation } = options;
  const { prefix } = cluster.connection;
  const state = await readState(cluster);
  const identity = identityOf(options, state);
  const target = collectionSet(prefix, identity);
  const basis = state === undefined ? target : setOf(prefix, state.set);
  const heads = await listHeads(cluster, basis);
  const byUri = new Map(heads.map((head) => [head.uri, head] as const));
  return {
    kept: heads.map((head) => keptOf(head, cluster, basis, installation)),
    generation: state?.generation ?? null,
    counts: state?.counts ?? { documents: 0, chunks: 0 },
    showsAtEnd: false,
    writesAtOnce,
    isCurrent: () =>
      state !== undefined &&
      state.set === target.hash &&
      (encoder === null || heads.every(hasVectors)),
    sweep: () =>
      state === undefined ? Promise.resolve() : sweepPending(cluster, target, ownerOf(options)),
    begin: async (writing: WritingOptions) => {
      await makeCollections(cluster, target);
      await sweepPending(cluster, target, ownerOf(options));
      const isSame = basis.hash === target.hash;
      if (!isSame && options.share !== undefined && state?.previousSet === target.hash) {
        throw new ConfigError(
          'The library goes back to an encoder that it had before. Run the ingestion once without --shard: what was changed meanwhile is not known share by share.',
        );
      }
      const written = isSame
        ? byUri
        : new Map((await listHeads(cluster, target)).map((head) => [head.uri, head] as const));
      // An earlier run with this encoder may have left documents that were removed since.
      const stale =
        options.share === undefined ? [...written.keys()].filter((uri) => !byUri.has(uri)) : [];
      const sameEncoder = state?.encoder?.fingerprint === encoder?.fingerprint;
      const publishing = createPublishing(options, identity, target, state);
      return new WeaviateWriter({
        cluster,
        set: target,
        before: !isSame && sameEncoder && state !== undefined ? basis : undefined,
        stale,
        identity,
        encoder: writing.encoder,
        owner: ownerOf(options),
        installation,
        heads: written,
        stands: (head, isNew) =>
          !isNew &&
          !writing.rebuild &&
          (writing.encoder === null || hasVectors(head)) &&
          isSameText(head, byUri.get(head.uri)),
        rebuild: writing.rebuild,
        elsewhere: options.elsewhere,
        ...publishing,
      });
    },
    close: () => {},
  };
}

/** A run without an encoder writes into what is there: the next one with it makes the vectors. */
function identityOf(
  { chunker, weights, encoder }: WeaviateStoreOptions,
  state: LibraryState | undefined,
): SetIdentity {
  const isAlike =
    state !== undefined &&
    state.layout === LAYOUT_VERSION &&
    state.chunker === chunker &&
    state.weights.heading === weights.heading &&
    state.weights.keys === weights.keys;
  return { chunker, weights, encoder: encoder ?? (isAlike ? state.encoder : null) };
}

function ownerOf({ installation, share }: WeaviateStoreOptions): string {
  return `${installation} ${share ?? 'all'}`;
}

/** A document without a chunk has none, and lacks none. */
function hasVectors({ chunks, vectors }: DocumentHead): boolean {
  return chunks === 0 || vectors > 0;
}

function isSameText(head: DocumentHead, kept: DocumentHead | undefined): boolean {
  return (
    kept !== undefined &&
    head.contentHash === kept.contentHash &&
    head.original?.sha256 === kept.original?.sha256 &&
    head.original?.converter === kept.original?.converter
  );
}

function keptOf(
  head: DocumentHead,
  cluster: WeaviateCluster,
  set: CollectionSet,
  installation: string,
): KeptDocument {
  const { uri, contentHash, metadata, bytes, original, owner } = head;
  return {
    ...{ uri, contentHash, metadata, bytes },
    ...(original && { original }),
    isOwn: owner === installation,
    read: async () => documentOf(await readBody(cluster, set, head)),
  };
}

/** When what is written becomes what is searched. */
function createPublishing(
  options: WeaviateStoreOptions,
  identity: SetIdentity,
  target: CollectionSet,
  before: LibraryState | undefined,
) {
  const { cluster, share, now } = options;
  const switches = before !== undefined && before.set !== target.hash;
  let publishedAt = Number.NEGATIVE_INFINITY;
  const publish = async (isLast: boolean): Promise<FinishedWriting> => {
    const { meanLength, ...counts } = await countLibrary(cluster, target);
    // Another encoder's vectors are searched once they are all there; a share does not know of the others.
    const waits = switches && share !== undefined && counts.documents < before.counts.documents;
    if (waits) return { generation: before.generation, counts };
    const { generation } = await writeState(
      cluster,
      {
        set: target.hash,
        previousSet: switches ? before.set : (before?.previousSet ?? null),
        encoder: identity.encoder,
        chunker: identity.chunker,
        weights: identity.weights,
        counts,
        meanLength,
      },
      now(),
    );
    const dropped = switches ? before.previousSet : null;
    if (isLast && dropped !== null && dropped !== target.hash) {
      await dropSet(cluster, setOf(cluster.connection.prefix, dropped));
    }
    return { generation, counts };
  };
  return {
    publish,
    onWritten: async (): Promise<void> => {
      if (switches || performance.now() - publishedAt < publishMs) return;
      publishedAt = performance.now();
      await publish(false);
    },
  };
}

async function dropSet(cluster: WeaviateCluster, set: CollectionSet): Promise<void> {
  await cluster.write('remove old collections', async (client) => {
    for (const name of namesIn(set)) await client.collections.delete(name);
  });
}
