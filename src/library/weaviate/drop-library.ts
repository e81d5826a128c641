/** Removes a whole library from Weaviate: every collection of its prefix. */
import type { WeaviateCluster } from './cluster.ts';

export async function dropWeaviateLibrary(cluster: WeaviateCluster): Promise<void> {
  const { prefix } = cluster.connection;
  await cluster.write('remove the library', async (client) => {
    const names = (await client.collections.listAll()).map(({ name }) => name);
    for (const name of names) {
      if (name.startsWith(`${prefix}_`)) await client.collections.delete(name);
    }
  });
}
