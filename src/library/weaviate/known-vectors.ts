/** Vectors that are kept, by the keys that they are reused under. */

import { hasUnitLength } from '../vector-keys.ts';
import type { WeaviateCluster } from './cluster.ts';
import type { CollectionSet } from './names.ts';
import { slices } from './slices.ts';

/** Of one request. */
const keysAtOnce = 100;
/** A text may stand in many documents: then the vectors of others may not be among so many. */
const mostFound = 400;

export async function knownVectors(
  cluster: WeaviateCluster,
  set: CollectionSet,
  keys: readonly string[],
  dimensions: number,
): Promise<Map<string, Float32Array>> {
  const known = new Map<string, Float32Array>();
  const wanted = [...new Set(keys)];
  const look = async (some: readonly string[], limit: number): Promise<number> => {
    let most = 0;
    for (const collection of [set.chunks, set.pointers]) {
      const missing = some.filter((key) => !known.has(key));
      if (missing.length === 0) break;
      const found = await cluster.read('look vectors up', async (client) => {
        const objects = client.collections.use(collection);
        const reply = await objects.query.fetchObjects({
          filters: objects.filter.byProperty('vectorKey').containsAny([...missing]),
          limit,
          includeVector: true,
          returnProperties: ['vectorKey'],
        });
        return reply.objects.map(({ properties, vectors }) => ({
          key: String(properties['vectorKey']),
          vector: Float32Array.from((vectors['default'] ?? []) as number[]),
        }));
      });
      most = Math.max(most, found.length);
      for (const { key, vector } of found) {
        if (vector.length === dimensions && hasUnitLength(vector)) known.set(key, vector);
      }
    }
    return most;
  };
  for (const some of slices(wanted, keysAtOnce)) {
    if ((await look(some, mostFound)) < mostFound) continue;
    for (const key of some) if (!known.has(key)) await look([key], 1);
  }
  return known;
}
