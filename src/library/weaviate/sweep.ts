/** Removes the pieces of documents' versions that are seen no more, and those of runs that were killed. */
import type { WeaviateCluster } from './cluster.ts';
import { confirmHeads } from './heads.ts';
import type { CollectionSet } from './names.ts';
import { slices } from './slices.ts';
import { deleteWhere, quorum } from './writes.ts';

/** Of one request. */
const versionsAtOnce = 200;

/** @param versions which nobody sees; each belongs to one document */
export async function removePieces(
  cluster: WeaviateCluster,
  set: CollectionSet,
  versions: readonly string[],
): Promise<void> {
  for (const some of slices(versions, versionsAtOnce)) {
    for (const collection of [set.chunks, set.pointers, set.parts]) {
      await deleteWhere(
        cluster,
        collection,
        (client) =>
          client.collections
            .use(collection)
            .filter.byProperty('version')
            .containsAny([...some]),
        'old versions of documents',
      );
    }
  }
}

/** Clears what an earlier run of the same owner left, which must have ended. */
export async function sweepPending(
  cluster: WeaviateCluster,
  set: CollectionSet,
  owner: string,
): Promise<void> {
  const pending = await cluster.read('list what was being written', async (client) => {
    const collection = quorum(client, set.pending);
    const filters = collection.filter.byProperty('owner').equal(owner);
    const { objects } = await collection.query.fetchObjects({ filters, limit: pendingAtOnce });
    return objects.map(({ uuid, properties }) => ({
      uuid,
      documentId: String(properties['documentId']),
    }));
  });
  if (pending.length === 0) return;
  const heads = await confirmHeads(
    cluster,
    set,
    pending.map(({ documentId }) => documentId),
  );
  for (const { documentId } of pending) {
    const seen = heads.get(documentId)?.version ?? '';
    for (const collection of [set.chunks, set.pointers, set.parts]) {
      await deleteWhere(
        cluster,
        collection,
        (client) => {
          const { filter } = client.collections.use(collection);
          return {
            operator: 'And',
            filters: [
              filter.byProperty('documentId').equal(documentId),
              filter.byProperty('version').notEqual(seen),
            ],
            value: null,
          };
        },
        'what a run had left',
      );
    }
  }
  const ids = pending.map(({ uuid }) => uuid);
  await deleteWhere(
    cluster,
    set.pending,
    (client) => client.collections.use(set.pending).filter.byId().containsAny(ids),
    'notes on what was being written',
  );
  if (pending.length === pendingAtOnce) await sweepPending(cluster, set, owner);
}

const pendingAtOnce = 1_000;
