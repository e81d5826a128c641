/** Objects into and out of collections, at the consistency that makes them lasting. */
import type { FilterValue, WeaviateClient } from 'weaviate-client';
import { z } from 'zod';
import type { WeaviateCluster } from './cluster.ts';
import { kindOf } from './faults.ts';

export interface StoredObject {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | number | readonly string[]>>;
  readonly vector?: Float32Array;
}

/** Of one message: far below what servers take, and soon written. */
const mostObjects = 200;
const mostChars = 2_000_000;

/** Most that one request deletes; as servers limit it unless told otherwise. */
const deletedAtOnce = 10_000;

/**
 * Writes the objects, each whole or not at all; those that are there under the same ids are replaced.
 * When it returns, a majority of the replicas has them.
 *
 * @param what they are, for messages
 */
export async function putObjects(
  cluster: WeaviateCluster,
  collection: string,
  objects: readonly StoredObject[],
  what: string,
): Promise<void> {
  for (const batch of batchesOf(objects)) {
    let left = batch;
    // Not by the client's `insertMany`: its version 3.12 waits half a second with each batch.
    await cluster.write(`write ${what}`, async (client, post) => {
      const objects = left.map((object) => asGiven(object, collection));
      const reply = await post('/v1/batch/objects?consistency_level=QUORUM', { objects });
      const results = replySchema.parse(reply);
      if (results.length !== left.length) throw new Error('The reply to a batch was cut.');
      const refused = results.flatMap(({ result }, at) =>
        result.status === 'SUCCESS' ? [] : [{ at, words: JSON.stringify(result.errors ?? {}) }],
      );
      left = refused.map(({ at }) => left[at]!);
      if (refused[0]) throw await refusalOf(new Error(refused[0].words), client, collection);
    });
  }
}

/** Deletes what fits the filter, however much that is. */
export async function deleteWhere(
  cluster: WeaviateCluster,
  collection: string,
  where: (client: WeaviateClient) => FilterValue,
  what: string,
): Promise<void> {
  for (;;) {
    const matched = await cluster.write(`remove ${what}`, async (client) => {
      try {
        const { matches, failed } = await quorum(client, collection).data.deleteMany(where(client));
        if (failed > 0) throw new Error(`${failed} of ${matches} were kept by some replicas.`);
        return matches;
      } catch (error) {
        throw await refusalOf(error, client, collection);
      }
    });
    if (matched < deletedAtOnce) return;
  }
}

/** With replicas, one that is read-only looks like one that is away. */
async function refusalOf(
  error: unknown,
  client: WeaviateClient,
  collection: string,
): Promise<unknown> {
  if (kindOf(error) !== 'later') return error;
  const shards = await client.collections
    .use(collection)
    .config.getShards()
    .catch(() => []);
  const isClosed = shards.some(({ status }) => status.toUpperCase() === 'READONLY');
  return isClosed ? new Error('A shard is read-only.', { cause: error }) : error;
}

export function quorum(client: WeaviateClient, collection: string) {
  return client.collections.use(collection).withConsistency('QUORUM');
}

const replySchema = z.array(
  z.object({ result: z.object({ status: z.string(), errors: z.unknown().optional() }) }),
);

function asGiven({ id, properties, vector }: StoredObject, collection: string) {
  return { class: collection, id, properties, ...(vector && { vector: [...vector] }) };
}

function* batchesOf(objects: readonly StoredObject[]): Generator<readonly StoredObject[]> {
  let batch: StoredObject[] = [];
  let chars = 0;
  for (const object of objects) {
    const size = charsOf(object);
    if (batch.length === mostObjects || (batch.length > 0 && chars + size > mostChars)) {
      yield batch;
      batch = [];
      chars = 0;
    }
    batch.push(object);
    chars += size;
  }
  if (batch.length > 0) yield batch;
}

function charsOf({ properties }: StoredObject): number {
  let chars = 0;
  for (const value of Object.values(properties)) {
    if (typeof value === 'string') chars += value.length;
  }
  return chars;
}
