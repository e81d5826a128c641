/** Weaviate on loopback: one node, or three that find each other. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { findServer } from './find-server.ts';
import { freePorts } from './free-ports.ts';
import { accepts, type NodePorts, type RunningNode, startNode, until } from './start-node.ts';

export interface ClusterOptions {
  readonly size: 1 | 3;
  /** Variables of Weaviate for every node, over those of the tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Cluster {
  readonly nodes: readonly RunningNode[];
  /** Settles once every node says of every node that it is healthy. */
  whenWhole(): Promise<void>;
  /** Ends all nodes and removes what they stored. */
  stop(): Promise<void>;
}

const portsOfNode = 5;
const nodesSchema = z.object({ nodes: z.array(z.object({ status: z.string() })) });

/**
 * Settles once all nodes answer and know each other.
 *
 * @throws Error where there is no server to start, or one does not get ready
 */
export async function startCluster({ size, settings = {} }: ClusterOptions): Promise<Cluster> {
  const server = await findServer(process.env);
  if ('missing' in server) throw new Error(server.missing);
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-weaviate-'));
  const ports = await portsOf(size);
  const raftNodes = ports.map(({ raft }, at) => `${nameOf(at)}:${raft}`).join(',');
  // A node that comes back after a while is looked for by nobody: each must know of all, itself included,
  // since one that reaches none of them does not start.
  const gossips = ports.map(({ gossip }) => `127.0.0.1:${gossip}`).join(',');
  const nodes: ReturnType<typeof startNode>[] = [];
  const apiKey = settings['AUTHENTICATION_APIKEY_ALLOWED_KEYS'];
  const whenWhole = () =>
    until(async () => {
      const seen = await Promise.all(nodes.map(({ url }) => healthyFrom(url, apiKey)));
      return seen.every((healthy) => healthy === size);
    }, `Not all ${size} nodes became healthy; their logs lie in ${folder}`);
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const [at, own] of ports.entries()) {
      const first = ports[0]!.gossip;
      // Three that start at once would each find themselves alone.
      if (at > 0) await until(() => accepts(first), 'The first node opens no port for the others');
      nodes.push(
        startNode({
          program: server.path,
          name: nameOf(at),
          ports: own,
          folder: join(folder, nameOf(at)),
          settings: {
            RAFT_JOIN: raftNodes,
            RAFT_BOOTSTRAP_EXPECT: String(size),
            CLUSTER_JOIN: gossips,
            ...settings,
          },
        }),
      );
    }
    await Promise.all(nodes.map((node) => node.whenReady()));
    await whenWhole();
  } catch (error) {
    await Promise.all(nodes.map((node) => node.kill()));
    throw error;
  }
  return { nodes, whenWhole, stop };
}

function nameOf(at: number): string {
  return `node${at + 1}`;
}

async function portsOf(size: number): Promise<NodePorts[]> {
  const free = await freePorts(size * portsOfNode);
  const next = (): number => free.pop()!;
  return Array.from({ length: size }, () => {
    return { http: next(), grpc: next(), gossip: next(), exchange: next(), raft: next() };
  });
}

/** How many nodes this one holds for healthy; 0 where it does not answer. */
async function healthyFrom(url: string, apiKey: string | undefined): Promise<number> {
  try {
    const reply = await fetch(`${url}/v1/nodes`, {
      ...(apiKey !== undefined && { headers: { authorization: `Bearer ${apiKey}` } }),
      signal: AbortSignal.timeout(5_000),
    });
    const { nodes } = nodesSchema.parse(await reply.json());
    return nodes.filter(({ status }) => status === 'HEALTHY').length;
  } catch {
    return 0;
  }
}
