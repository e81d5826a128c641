/**
 * The nodes of Weaviate: connects to them when they are first needed, asks the next one where one does
 * not answer, and tries again what may succeed later.
 */
import { connect } from 'node:net';
import type { WeaviateClient } from 'weaviate-client';
import { ConfigError, GroundworkError } from '../../errors.ts';
import type { WeaviateAddress, WeaviateConnection } from './connection.ts';
import { explainFault, isNewEnough, isPassing, kindOf, oldestVersion } from './faults.ts';
import { silenceClient } from './silence-client.ts';

interface Node extends WeaviateAddress {
  client: Promise<WeaviateClient> | undefined;
  /** Until then others are asked first; milliseconds of the process's clock. */
  downUntil: number;
}

/** A request to the REST interface of the node that is asked: its reply as JSON. */
export type PostRequest = (path: string, body: unknown) => Promise<unknown>;

type Work<Result> = (client: WeaviateClient, post: PostRequest) => Promise<Result>;

/** What may be sent twice, and how long it is worth trying. */
interface Patience {
  readonly rounds: number;
  /** Before the second round; doubles with each. */
  readonly firstMs: number;
  readonly mostMs: number;
}

/** About 4 seconds: somebody waits for an answer. */
const reading: Patience = { rounds: 6, firstMs: 100, mostMs: 1_500 };
/** About 70 seconds: a node takes so long to start again. */
const writing: Patience = { rounds: 14, firstMs: 200, mostMs: 8_000 };
/** Looking whether the library has changed happens again by itself. */
const looking: Patience = { rounds: 2, firstMs: 100, mostMs: 100 };

/** A node that failed is asked last for so long. */
const downMs = 10_000;
/** After so long without a reply, the node is asked whether it lives. */
const doubtMs = 400;
const livenessMs = 3_000;
/**
 * Seconds; the client's own unit. A write that is under way when the leader of the cluster goes never
 * ends: it is sent again.
 */
const timeouts = { init: 5, query: 10, insert: 20 };

export class WeaviateCluster {
  readonly connection: WeaviateConnection;
  readonly #nodes: readonly Node[];

  constructor(connection: WeaviateConnection) {
    this.connection = connection;
    this.#nodes = connection.nodes.map((address) => ({
      ...address,
      client: undefined,
      downUntil: 0,
    }));
  }

  /** What it is called in messages. */
  get name(): string {
    return this.#nodes.map(({ url }) => url).join(', ');
  }

  /**
   * @param what is done, as it follows "could not"
   * @throws LibraryUnavailableError when no node can do it, ConfigError when the operator must act
   */
  read<Result>(what: string, work: Work<Result>): Promise<Result> {
    return this.#try(what, work, reading);
  }

  /** Likewise, with few tries. */
  look<Result>(what: string, work: Work<Result>): Promise<Result> {
    return this.#try(what, work, looking);
  }

  /** Likewise, for work that may be done twice: it is tried for longer. */
  write<Result>(what: string, work: Work<Result>): Promise<Result> {
    return this.#try(what, work, writing);
  }

  async close(): Promise<void> {
    for (const node of this.#nodes) {
      const client = await node.client?.catch(() => undefined);
      node.client = undefined;
      await client?.close();
    }
  }

  async #try<Result>(
    what: string,
    work: Work<Result>,
    { rounds, firstMs, mostMs }: Patience,
  ): Promise<Result> {
    let failed: { readonly error: unknown; readonly url: string } | undefined;
    for (let round = 0; round < rounds; round += 1) {
      if (round > 0) await pause(Math.min(mostMs, firstMs * 2 ** (round - 1)));
      for (const node of this.#inOrder()) {
        try {
          return await this.#askNode(node, work);
        } catch (error) {
          if (error instanceof GroundworkError) throw error;
          const kind = kindOf(error);
          if (!isPassing(kind)) throw explainFault(error, what, node.url);
          if (kind === 'down') leave(node);
          failed = { error, url: node.url };
        }
      }
    }
    throw explainFault(failed?.error, what, failed?.url ?? this.name);
  }

  /** Those that answered last first. */
  #inOrder(): readonly Node[] {
    const now = performance.now();
    const up = this.#nodes.filter(({ downUntil }) => downUntil <= now);
    return [...up, ...this.#nodes.filter((node) => !up.includes(node))];
  }

  async #askNode<Result>(node: Node, work: Work<Result>): Promise<Result> {
    const client = await this.#clientOf(node);
    const post: PostRequest = (path, body) =>
      askRest(`${node.url}${path}`, this.connection.apiKey, timeouts.insert, body);
    return untilDown(work(client, post), node.url);
  }

  #clientOf(node: Node): Promise<WeaviateClient> {
    node.client ??= this.#connect(node).catch((error: unknown) => {
      node.client = undefined;
      throw error;
    });
    return node.client;
  }

  async #connect({ url, grpcHost, grpcPort }: WeaviateAddress): Promise<WeaviateClient> {
    const { apiKey } = this.connection;
    await checkServer(url, apiKey);
    await checkPort(grpcHost, grpcPort);
    silenceClient();
    const { default: weaviate, ApiKey } = await import('weaviate-client');
    const { hostname, port, protocol } = new URL(url);
    const secure = protocol === 'https:';
    return weaviate.connectToCustom({
      httpHost: hostname,
      httpPort: port === '' ? (secure ? 443 : 80) : Number(port),
      httpSecure: secure,
      grpcHost,
      grpcPort,
      grpcSecure: secure,
      ...(apiKey !== undefined && { authCredentials: new ApiKey(apiKey) }),
      timeout: timeouts,
      skipInitChecks: true,
    });
  }
}

/** Asks others first for a while, and ends what the client still tries at this one. */
function leave(node: Node): void {
  node.downUntil = performance.now() + downMs;
  const { client } = node;
  node.client = undefined;
  client?.then((opened) => opened.close()).catch(() => undefined);
}

/** The client would try for half a minute to find out. */
function checkPort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: livenessMs });
    const settle = (error?: Error): void => {
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    socket.once('connect', () => settle());
    socket.once('timeout', () => settle(new Error('The gRPC port does not answer.')));
    socket.once('error', settle);
  });
}

/** Whether it is Weaviate, lets us in and is new enough. */
async function checkServer(url: string, apiKey: string | undefined): Promise<void> {
  const version = versionIn(await askRest(`${url}/v1/meta`, apiKey, timeouts.init));
  if (version === undefined) {
    throw new ConfigError(
      `What answers at "${url}" is not Weaviate; correct WEAVIATE_URL, the address of its REST interface.`,
    );
  }
  if (!isNewEnough(version)) {
    throw new ConfigError(
      `Weaviate at "${url}" is of version ${version}, and ${oldestVersion.join('.')} or newer is needed; upgrade it.`,
    );
  }
}

/**
 * @param body is posted; without it the address is read
 * @returns undefined for a reply that is no JSON
 */
async function askRest(
  address: string,
  apiKey: string | undefined,
  timeoutSeconds: number,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(address, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutSeconds * 1_000),
    redirect: 'error',
  });
  const text = await response.text();
  // Its words tell what may be tried again; they are shown to nobody.
  if (!response.ok) throw new Error(`status ${response.status}: ${text.slice(0, 2_000)}`);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function versionIn(meta: unknown): string | undefined {
  return typeof meta === 'object' && meta !== null && 'version' in meta
    ? String(meta.version)
    : undefined;
}

/**
 * The client goes on trying for half a minute when a node has gone. Whoever waits is told as soon as it
 * refuses a connection.
 */
async function untilDown<Result>(reply: Promise<Result>, url: string): Promise<Result> {
  const settled = new AbortController();
  const watch = async (): Promise<never> => {
    for (;;) {
      await pause(doubtMs, settled.signal);
      if (settled.signal.aborted) return new Promise(() => {});
      if (!(await isAlive(url))) throw new Error('The node does not answer.');
    }
  };
  reply.catch(() => undefined);
  try {
    return await Promise.race([reply, watch()]);
  } finally {
    settled.abort();
  }
}

async function isAlive(url: string): Promise<boolean> {
  try {
    const { body } = await fetch(`${url}/v1/.well-known/live`, {
      signal: AbortSignal.timeout(livenessMs),
    });
    await body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/** Up to a quarter longer, so that those who failed together do not come back together. */
function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms * (1 + Math.random() / 4));
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}
