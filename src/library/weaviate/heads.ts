/** Reads the objects that say which documents there are. */
import type { WeaviateCluster } from './cluster.ts';
import { type DocumentHead, decodeHead } from './head.ts';
import { type CollectionSet, objectId } from './names.ts';
import { slices } from './slices.ts';
import { quorum } from './writes.ts';

/** Of one request. */
const headsAtOnce = 500;

/** Those of the documents that are there, by id of the document. */
export async function readHeads(
  cluster: WeaviateCluster,
  set: CollectionSet,
  documentIds: readonly string[],
): Promise<Map<string, DocumentHead>> {
  const heads = new Map<string, DocumentHead>();
  for (const some of slices(documentIds, headsAtOnce)) {
    const ids = some.map((id) => objectId(id));
    const rows = await cluster.read('look documents up', async (client) => {
      const documents = quorum(client, set.documents);
      const { objects } = await documents.query.fetchObjects({
        filters: documents.filter.byId().containsAny(ids),
        limit: ids.length,
        returnProperties: ['row'],
      });
      return objects.map(({ properties }) => properties['row']);
    });
    for (const row of rows) {
      const head = decodeHead(row);
      if (head) heads.set(head.id, head);
    }
  }
  return heads;
}

/**
 * As `readHeads`, from a majority of the replicas: a search asks one, which may have been away when the
 * document was written. One request each, for few of them.
 */
export async function confirmHeads(
  cluster: WeaviateCluster,
  set: CollectionSet,
  documentIds: readonly string[],
): Promise<Map<string, DocumentHead>> {
  const heads = new Map<string, DocumentHead>();
  for (const id of new Set(documentIds)) {
    const object = await cluster.read('look a document up', (client) =>
      quorum(client, set.documents).query.fetchObjectById(objectId(id), {
        returnProperties: ['row'],
      }),
    );
    const head = object && decodeHead(object.properties['row']);
    if (head) heads.set(id, head);
  }
  return heads;
}

/** All of them, in no certain order; none where the collections are not there. */
export async function listHeads(
  cluster: WeaviateCluster,
  set: CollectionSet,
): Promise<DocumentHead[]> {
  const heads: DocumentHead[] = [];
  let after: string | undefined;
  for (;;) {
    const objects = await cluster.read('list the documents', async (client) => {
      const documents = quorum(client, set.documents);
      try {
        const page = await documents.query.fetchObjects({
          limit: headsAtOnce,
          returnProperties: ['row'],
          // An empty one begins the list; without, servers list in another order.
          after: after ?? '',
        });
        return page.objects;
      } catch (error) {
        if (!(await client.collections.exists(set.documents))) return [];
        throw error;
      }
    });
    for (const { properties } of objects) {
      const head = decodeHead(properties['row']);
      if (head) heads.push(head);
    }
    if (objects.length < headsAtOnce) return heads;
    after = objects.at(-1)!.uuid;
  }
}
