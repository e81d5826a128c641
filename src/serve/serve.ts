/** Starts and stops the HTTP server, and sets its timers and bounds. */
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '../errors.ts';
import { noteCut } from '../observe/noted-reply.ts';
import { answerUnreadable } from './unreadable-request.ts';

export interface RunningServer {
  /** With the port that was really taken. */
  readonly url: string;
  /** Takes no more connections, answers what is under way, for at most `drainMs`, then closes. */
  stop(drainMs?: number): Promise<void>;
}

export interface ServeOptions {
  /** How long a reader may leave a reply lying before it is cut off, in ms. */
  readonly stallMs?: number;
}

const bounds = {
  // A head that trickles in is cut after 15 s, at the next look, so after 20 s at the latest. It is
  // also what ends a connection that sends nothing at all.
  headersTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  // For a request to arrive whole: 100 MB of uploads at 340 kB a second. Only who was let in gets to
  // send so much. Waiting for an answer is not counted.
  requestTimeout: 300_000,
  // Longer than the 60 s for which reverse proxies keep a connection: the proxy is to close it, else
  // a request may meet the end of the one it was sent over.
  keepAliveTimeout: 65_000,
  // The kernel asks a silent client once a minute whether it is there.
  keepAlive: true,
  keepAliveInitialDelay: 60_000,
  // Node's own, said here since heads have no other bound.
  maxHeaderSize: 16_384,
  // The application refuses a request without Host, and says why.
  requireHostHeader: false,
} as const;

/** Sockets are files, of which some systems give a process 1,024 softly and 4,096 at most. */
const maxConnections = 2_000;
const drainMs = 10_000;
const closeIdleMs = 50;

/** @throws ConfigError when the port is taken or the address is not ours */
export async function serve(
  app: RequestListener,
  host: string,
  port: number,
  { stallMs = 30_000 }: ServeOptions = {},
): Promise<RunningServer> {
  const server = createServer(bounds, (request, response) => {
    cutWhenStalled(response, stallMs);
    app(request, response);
  });
  // Node drops the headers beyond a count without a word, among them those of a proxy at the end that
  // say for whom it speaks. Their size is the bound.
  server.maxHeadersCount = 0;
  server.maxConnections = maxConnections;
  answerUnreadable(server);
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${shown}:${address.port}`,
    stop: (within = drainMs) => stop(server, within),
  };
}

/**
 * Cuts a reader that takes nothing of what was written for it, whatever it asked for. A reply on which
 * nothing lies may be silent for as long as it likes; a slow reader is waited for.
 */
function cutWhenStalled(response: ServerResponse, stallMs: number): void {
  response.setTimeout(stallMs, () => {
    if (response.socket === null || response.socket.writableLength === 0) return;
    noteCut(response, 'stalled');
    response.destroy();
  });
}

function stop(server: Server, within: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), within);
    // Connections become idle one after the other, as their replies end.
    const closeIdle = setInterval(() => server.closeIdleConnections(), closeIdleMs);
    server.close(() => {
      clearTimeout(force);
      clearInterval(closeIdle);
      resolve();
    });
    server.closeIdleConnections();
  });
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
