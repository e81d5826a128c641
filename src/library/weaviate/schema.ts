/** The collections: their properties, and how they are indexed, cut and copied. */
import type { WeaviateClient } from 'weaviate-client';
import { b, k1 } from '../../index/bm25.ts';
import type { WeaviateCluster } from './cluster.ts';
import type { WeaviateConnection } from './connection.ts';
import { type CollectionSet, stateName } from './names.ts';

type WeaviateClass = Parameters<WeaviateClient['collections']['createFromSchema']>[0];
type Property = NonNullable<WeaviateClass['properties']>[number];

/** As the local graph (docs/decisions/0033-exact-search.md). */
const graph = { maxConnections: 16, efConstruction: 200, ef: 256 };

/** Fewer objects than that are compared one by one where a search is narrowed to them. */
const flatSearchCutoff = 40_000;

/** Makes those collections that are not there; several programs may do so at once. */
export async function makeCollections(cluster: WeaviateCluster, set: CollectionSet): Promise<void> {
  const { connection } = cluster;
  await makeAll(cluster, [stateClass(connection), ...classesOf(set, connection)]);
}

async function makeAll(cluster: WeaviateCluster, classes: readonly WeaviateClass[]): Promise<void> {
  await cluster.write('make its collections', async (client) => {
    for (const one of classes) await makeOne(client, one);
  });
}

async function makeOne(client: WeaviateClient, one: WeaviateClass): Promise<void> {
  const name = one.class!;
  if (await client.collections.exists(name)) return;
  try {
    await client.collections.createFromSchema(one);
  } catch (error) {
    // Another program made it meanwhile.
    if (!(await client.collections.exists(name))) throw error;
  }
}

function stateClass(connection: WeaviateConnection): WeaviateClass {
  return {
    ...plain(connection),
    class: stateName(connection.prefix),
    shardingConfig: { desiredCount: 1 },
    properties: [unindexed('state')],
  };
}

function classesOf(set: CollectionSet, connection: WeaviateConnection): WeaviateClass[] {
  return [
    {
      ...plain(connection),
      class: set.documents,
      properties: [exact('uri'), exact('version'), unindexed('row')],
    },
    {
      ...plain(connection),
      class: set.parts,
      properties: [exact('documentId'), exact('version'), unindexed('text')],
    },
    {
      ...searched(connection),
      class: set.chunks,
      properties: [
        exact('documentId'),
        exact('version'),
        exact('vectorKey'),
        counted('length'),
        unindexed('place'),
        // Each term as often as it weighs, so that one property is scored as the local library's.
        { ...exact('terms'), tokenization: 'whitespace', indexSearchable: true },
        { ...exact('words'), tokenization: 'whitespace' },
      ],
    },
    {
      ...searched(connection),
      class: set.pointers,
      properties: [
        exact('documentId'),
        exact('version'),
        exact('vectorKey'),
        { ...exact('chunks'), dataType: ['text[]'] },
        unindexed('place'),
      ],
    },
    {
      ...plain(connection),
      class: set.words,
      properties: [
        unindexed('word'),
        exact('group'),
        {
          ...exact('pairs'),
          tokenization: 'whitespace',
          indexSearchable: true,
          indexFilterable: false,
        },
      ],
    },
    {
      ...plain(connection),
      class: set.pending,
      properties: [exact('owner'), exact('documentId')],
    },
  ];
}

/** For objects without a vector. */
function plain(connection: WeaviateConnection): WeaviateClass {
  return { ...common(connection), vectorIndexType: 'hnsw', vectorIndexConfig: { skip: true } };
}

function searched(connection: WeaviateConnection): WeaviateClass {
  return {
    ...common(connection),
    vectorIndexType: 'hnsw',
    vectorIndexConfig: {
      distance: 'cosine',
      ...graph,
      flatSearchCutoff,
      // A byte a number; the best are compared again in full.
      rq: { enabled: true, bits: 8 },
    },
  };
}

function common({ replication, shards }: WeaviateConnection): WeaviateClass {
  return {
    vectorizer: 'none',
    invertedIndexConfig: { bm25: { k1, b }, stopwords: { preset: 'none' } },
    replicationConfig: {
      factor: replication,
      // A node that was away catches up by itself, and does not bring back what was deleted meanwhile.
      asyncEnabled: replication > 1,
      deletionStrategy: 'TimeBasedResolution',
    },
    ...(shards !== undefined && { shardingConfig: { desiredCount: shards } }),
  };
}

/** Found by its whole value. */
function exact(name: string): Property {
  return {
    name,
    dataType: ['text'],
    tokenization: 'field',
    indexFilterable: true,
    indexSearchable: false,
  };
}

function counted(name: string): Property {
  return { name, dataType: ['int'], indexFilterable: true, indexSearchable: false };
}

/** Read, never searched. */
function unindexed(name: string): Property {
  return {
    name,
    dataType: ['text'],
    tokenization: 'field',
    indexFilterable: false,
    indexSearchable: false,
  };
}
