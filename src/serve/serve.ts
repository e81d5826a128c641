/** Starts and stops the HTTP server. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { ConfigError } from '../errors.ts';

export interface RunningServer {
  /** With the port that was really taken. */
  readonly url: string;
  /** Answers what is under way, for at most `drainMs`, then closes. */
  stop(): Promise<void>;
}

const drainMs = 10_000;

/** @throws ConfigError when the port is taken or the address is not ours */
export async function serve(app: Express, host: string, port: number): Promise<RunningServer> {
  const server = createServer({ connectionsCheckingInterval: 5_000 }, app);
  server.headersTimeout = 15_000;
  server.requestTimeout = 60_000;
  server.maxConnections = 2_000;
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${shown}:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), drainMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'EADDRINUSE'
          ? `port ${port} is already in use. Stop what uses it, or set PORT to another one (0 takes a free one)`
          : `address "${host}" port ${port} cannot be used (${cause.code}). Correct HOST and PORT`;
      reject(new ConfigError(`Server cannot listen: ${why}.`, { cause }));
    });
    server.listen(port, host, resolve);
  });
}
