/** Bytes that are no request, or one too large or too slow -> a reply in the one shape of errors. */
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

const replies: Readonly<Record<string, readonly [status: number, code: string, message: string]>> =
  {
    HPE_HEADER_OVERFLOW: [431, 'headers-too-large', 'The headers or the address are too long.'],
    HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'too-large', 'The extensions of a chunk are too long.'],
    ERR_HTTP_REQUEST_TIMEOUT: [408, 'timeout', 'The request did not come whole in time.'],
  };
const type = 'application/json; charset=utf-8';
const unreadable = [400, 'invalid-request', 'This is not a request of HTTP/1.1.'] as const;

/**
 * Says what is wrong where there is a way to, and hangs up. Without it Node replies with no body at
 * all, and to an expectation as well.
 */
export function answerUnreadable(server: Server): void {
  /** Sockets with a reply under way: a second one would end up in the middle of it. */
  const replying = new WeakMap<Duplex, number>();
  const count = (socket: Duplex, change: 1 | -1) =>
    replying.set(socket, (replying.get(socket) ?? 0) + change);
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    count(socket, 1);
    response.once('close', () => count(socket, -1));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const isSilent = (replying.get(socket) ?? 0) === 0;
    if (isSilent && socket.writable && error.code !== 'ECONNRESET') sayWhy(error, socket);
    else socket.destroy();
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const message = 'Expect may ask for 100-continue only.';
    response.writeHead(417, { 'Content-Type': type, Connection: 'close' });
    response.end(JSON.stringify({ error: { code: 'invalid-request', message } }));
  });
}

function sayWhy(error: NodeJS.ErrnoException, socket: Duplex): void {
  const [status, code, message] = replies[error.code ?? ''] ?? unreadable;
  const body = JSON.stringify({ error: { code, message } });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `Content-Type: ${type}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
    // Whoever does not close in turn is not waited for.
    () => socket.destroy(),
  );
}
