/** How much the library holds, counted by Weaviate. */
import type { LibraryCounts } from '../document-store.ts';
import type { WeaviateCluster } from './cluster.ts';
import type { CollectionSet } from './names.ts';

/** With the weighted terms of a chunk, on average. */
export async function countLibrary(
  cluster: WeaviateCluster,
  set: CollectionSet,
): Promise<LibraryCounts & { readonly meanLength: number }> {
  return cluster.read('count documents', async (client) => {
    const chunkObjects = client.collections.use(set.chunks);
    const [documents, chunks] = await Promise.all([
      client.collections.use(set.documents).aggregate.overAll(),
      chunkObjects.aggregate.overAll({
        returnMetrics: chunkObjects.metrics.aggregate('length').integer(['mean']),
      }),
    ]);
    const { mean } = chunks.properties['length'] as { readonly mean?: number };
    return {
      documents: documents.totalCount,
      chunks: chunks.totalCount,
      meanLength: mean ?? 0,
    };
  });
}
