/** What the rest builds on, of the server alone: replicas, quorum, and a node that dies and returns. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import weaviate, { type WeaviateClient } from 'weaviate-client';
import { type Cluster, startCluster } from './start-cluster.ts';
import type { RunningNode } from './start-node.ts';

const notes = 300;
const dimensions = 8;
/** Seconds. A write that is under way when the leader of the cluster goes never ends, and is sent again. */
const timeout = { insert: 20 };

let cluster: Cluster;
let clients: WeaviateClient[];
beforeAll(async () => {
  cluster = await startCluster({
    size: 3,
    settings: { ASYNC_REPLICATION_FREQUENCY: '3s', ASYNC_REPLICATION_PROPAGATION_DELAY: '3s' },
  });
  clients = await Promise.all(cluster.nodes.map(clientOf));
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await cluster.stop();
});

function clientOf({ url, grpcPort }: RunningNode): Promise<WeaviateClient> {
  const port = Number(new URL(url).port);
  return weaviate.connectToLocal({ host: '127.0.0.1', port, grpcPort, timeout });
}

describe('three nodes of Weaviate', () => {
  it('keep what was written at quorum when one of them is killed, and bring it up to date again', async () => {
    const [first, second, third] = clients as [WeaviateClient, WeaviateClient, WeaviateClient];
    await first.collections.create({
      name: 'Note',
      replication: { factor: 3, asyncEnabled: true },
      properties: [{ name: 'text', dataType: 'text', tokenization: 'whitespace' }],
      vectorizers: weaviate.configure.vectors.selfProvided(),
    });
    const ids = Array.from({ length: notes }, () => randomUUID());
    const write = async (client: WeaviateClient, from: number, to: number) => {
      const collection = client.collections.use('Note').withConsistency('QUORUM');
      const written = await collection.data.insertMany(
        ids.slice(from, to).map((id, at) => ({
          id,
          properties: { text: `word${from + at} common` },
          vectors: Array.from({ length: dimensions }, (_, n) => Math.sin(from + at + n)),
        })),
      );
      expect(written.errors).toEqual({});
    };
    await write(first, 0, notes / 2);
    await cluster.nodes[2]!.kill();
    await vi.waitFor(() => write(first, notes / 2, notes), 60_000);
    const asked = second.collections.use('Note').withConsistency('QUORUM');
    const found = await asked.query.bm25('word299', { limit: 3 });
    expect(found.objects.map(({ uuid }) => uuid)).toEqual([ids[299]]);
    const near = await asked.query.nearVector(
      Array.from({ length: dimensions }, (_, n) => Math.sin(298 + n)),
      { limit: 1 },
    );
    expect(near.objects[0]?.uuid).toBe(ids[298]);

    await cluster.nodes[2]!.start();
    await cluster.whenWhole();
    const returned = third.collections.use('Note').withConsistency('ONE');
    await expect.poll(async () => (await returned.aggregate.overAll()).totalCount).toBe(notes);
  });
});
