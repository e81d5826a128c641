import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigError, LibraryUnavailableError } from '../../../../src/errors.ts';
import { WeaviateCluster } from '../../../../src/library/weaviate/cluster.ts';
import { connectionOf } from '../../../../src/library/weaviate/connection.ts';

const common = { WEAVIATE_PREFIX: 'Groundwork', WEAVIATE_REPLICATION: 1 };

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clusterAt(urls: readonly string[], apiKey?: string): WeaviateCluster {
  const cluster = new WeaviateCluster(
    connectionOf({
      ...common,
      WEAVIATE_URL: urls,
      // Anything that accepts a connection.
      WEAVIATE_GRPC_URL: urls.map((url) => new URL(url).host),
      WEAVIATE_API_KEY: apiKey,
    }),
  );
  onTestFinished(() => cluster.close());
  return cluster;
}

const weaviate =
  (version: string): RequestListener =>
  (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(request.url === '/v1/meta' ? JSON.stringify({ version }) : '{}');
  };

/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:9';

describe('nodes of Weaviate', () => {
  it('are said to be away where none answers', async () => {
    const looking = clusterAt([nowhere]).look('read the state', async () => 1);
    await expect(looking).rejects.toThrow(LibraryUnavailableError);
    await expect(looking).rejects.toThrow(
      'Weaviate at "http://127.0.0.1:9" does not answer: could not read the state.',
    );
  });

  it('must be new enough', async () => {
    const url = await listen(weaviate('1.24.1'));
    const looking = clusterAt([url]).look('read the state', async () => 1);
    await expect(looking).rejects.toThrow(ConfigError);
    await expect(looking).rejects.toThrow('is of version 1.24.1, and 1.32 or newer is needed');
  });

  it('must be Weaviate', async () => {
    const url = await listen((_, response) => response.end('<html></html>'));
    const looking = clusterAt([url]).look('read the state', async () => 1);
    await expect(looking).rejects.toThrow('is not Weaviate');
  });

  it('are sent the key, which no message repeats', async () => {
    const heard: (string | undefined)[] = [];
    const url = await listen((request, response) => {
      heard.push(request.headers.authorization);
      response.statusCode = 401;
      response.end('{"message":"wrong key secret-key-of-weaviate"}');
    });
    const error = await clusterAt([url], 'secret-key-of-weaviate')
      .look('read the state', async () => 1)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigError);
    expect(heard[0]).toBe('Bearer secret-key-of-weaviate');
    expect(String(error)).toContain('WEAVIATE_API_KEY');
    expect(String(error)).not.toContain('secret-key-of-weaviate');
  });

  it('are asked in turn: where one is away, the next', async () => {
    const url = await listen(weaviate('1.35.2'));
    const cluster = clusterAt([nowhere, url]);
    const asked = await cluster.read('read', async (client) => (await client.getMeta()).version);
    expect(asked).toBe('1.35.2');
  });

  it('are asked again for what may succeed later, and not for what will not', async () => {
    const url = await listen(weaviate('1.35.2'));
    const cluster = clusterAt([url]);
    let tries = 0;
    const done = await cluster.read('read', async () => {
      tries += 1;
      if (tries < 3) throw new Error('broadcast: cannot reach enough replicas');
      return 'done';
    });
    expect([done, tries]).toEqual(['done', 3]);
    tries = 0;
    const refused = cluster.read('read', async () => {
      tries += 1;
      throw new Error('invalid filter');
    });
    await expect(refused).rejects.toThrow('refused to read');
    expect(tries).toBe(1);
  });

  it('are given up while they are asked, once they refuse connections', async () => {
    const server = createServer(weaviate('1.35.2'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const first = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const cluster = clusterAt([first, await listen(weaviate('1.35.2'))]);
    let tries = 0;
    const answered = await cluster.read('read', async () => {
      tries += 1;
      if (tries > 1) return 'from the second';
      server.closeAllConnections();
      server.close();
      return new Promise<string>(() => {});
    });
    expect(answered).toBe('from the second');
  });
});

describe('the port of gRPC', () => {
  it('is named where it alone does not answer', async () => {
    const cluster = new WeaviateCluster(
      connectionOf({
        ...common,
        WEAVIATE_URL: [await listen(weaviate('1.35.2'))],
        WEAVIATE_GRPC_URL: ['127.0.0.1:9'],
      }),
    );
    const looking = cluster.look('read the state', async () => 1);
    await expect(looking).rejects.toThrow(LibraryUnavailableError);
    await expect(looking).rejects.toThrow('WEAVIATE_GRPC_URL');
  });
});

describe('the connection of a configuration', () => {
  it('takes gRPC at port 50051 of the same host, at 443 with TLS', () => {
    const { nodes } = connectionOf({
      ...common,
      WEAVIATE_URL: ['http://a:8080/', 'https://b.example'],
    });
    expect(nodes).toEqual([
      { url: 'http://a:8080', grpcHost: 'a', grpcPort: 50051 },
      { url: 'https://b.example', grpcHost: 'b.example', grpcPort: 443 },
    ]);
  });

  it('takes gRPC where it is said to be', () => {
    const { nodes } = connectionOf({
      ...common,
      WEAVIATE_URL: ['http://a:8080'],
      WEAVIATE_GRPC_URL: ['grpc.a:50061'],
    });
    expect(nodes[0]).toMatchObject({ grpcHost: 'grpc.a', grpcPort: 50061 });
  });
});
