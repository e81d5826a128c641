/** Questions over sockets of their own, each end of which can be closed by itself. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Settles once all `count` of them have asked. */
export async function askRaw(url: string, question: string, count: number): Promise<Socket[]> {
  const { hostname, port, host } = new URL(url);
  const body = JSON.stringify({ question, stream: true });
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(
        `POST /api/chat HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
      return socket;
    }),
  );
}
