import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorResponseSchema } from '../../../src/serve/contract.ts';
import { answerUnreadable } from '../../../src/serve/unreadable-request.ts';
import { exchange } from '../../hardening/raw-exchange.ts';

let server: Server;
let url: string;
let held: ServerResponse[];

beforeEach(async () => {
  held = [];
  server = createServer({ requireHostHeader: false }, (request, response) => {
    if (request.url === '/held') held.push(response);
    else response.end('well');
  });
  answerUnreadable(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('answerUnreadable', () => {
  it.each([
    ['no request at all', 'hello\r\n\r\n', 400, 'invalid-request'],
    [
      'a length that is none',
      'POST / HTTP/1.1\r\nContent-Length: ten\r\n\r\n',
      400,
      'invalid-request',
    ],
    [
      'a long header',
      `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
    ['an expectation', 'GET / HTTP/1.1\r\nExpect: a-wonder\r\n\r\n', 417, 'invalid-request'],
  ])(
    'replies to %s in the one shape of errors, and hangs up',
    async (_what, bytes, status, code) => {
      const { replies } = await exchange(url, { parts: [bytes] });
      expect(replies.map((reply) => reply.status)).toEqual([status]);
      expect(replies[0]?.headers.get('connection')).toBe('close');
      expect(errorResponseSchema.parse(JSON.parse(replies[0]!.body)).error.code).toBe(code);
    },
  );

  it('leaves what can be read alone', async () => {
    const get = 'GET / HTTP/1.1\r\n\r\n';
    const expecting = 'GET / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n';
    for (const bytes of [get, expecting]) {
      const { replies } = await exchange(url, { parts: [bytes] });
      expect(replies).toMatchObject([{ status: 200, body: 'well' }]);
    }
  });

  it('writes nothing into a reply that is under way', async () => {
    const asking = exchange(url, { parts: ['GET /held HTTP/1.1\r\n\r\n', 'noise\r\n\r\n'] });
    const { replies, hung } = await asking;
    expect(held).toHaveLength(1);
    expect({ replies, hung }).toEqual({ replies: [], hung: false });
  });
});
