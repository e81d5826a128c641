/** Bodies that no client of ours would send, and what is said of them. */
import { gzipSync } from 'node:zlib';
import {
  type AbusedRoute,
  asJson,
  jsonOf,
  named,
  oneOf,
  request,
  type Trick,
  withBody,
} from './abuse-request.ts';

const nested = (open: string, end: string, depth: number) => open.repeat(depth) + end.repeat(depth);
/** Each field of the body becomes this. */
const replaced = (route: AbusedRoute, value: unknown) =>
  JSON.stringify(
    Object.fromEntries(Object.keys((route.body as object) ?? { field: 0 }).map((k) => [k, value])),
  );
const oddTexts = [
  '\u0000',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066gnp.exe',
  'a\u0301'.repeat(2_000),
  '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'.repeat(300),
  '\ufeff',
  '\u2028\u2029',
  '$(id)`id`{{7*7}}',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '\r\nSet-Cookie: a=b',
] as const;

export const bodyTricks: Readonly<Record<string, Trick>> = {
  'no Content-Type': (route) => withBody(route, jsonOf(route), []),
  'odd Content-Type': (route, pick) =>
    withBody(route, jsonOf(route), [
      [
        'Content-Type',
        oneOf(
          [
            'text/plain',
            'application/xml',
            'application/json; charset=utf-7',
            'application/json; charset="',
            'application/json;charset=utf-16le',
            'application/x-www-form-urlencoded',
            ';;;,',
            'application/json, text/html',
            'a'.repeat(4_000),
          ],
          pick,
        ),
      ],
    ]),
  'no body': (route) => ({ parts: [request(route.method, route.target, [...named, asJson])] }),
  'empty body': (route) => withBody(route, ''),
  'not JSON': (route, pick) =>
    withBody(
      route,
      oneOf(
        ['{', '{"a":}', 'null', '"text"', '12', '[]', 'undefined', '{"a":1}}', "{'a':1}"],
        pick,
      ),
    ),
  '90 kB of nesting': (route, pick) =>
    withBody(
      route,
      oneOf(
        [
          '['.repeat(90_000),
          nested('[', ']', 45_000),
          `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`,
          `{"messages":${nested('[', ']', 40_000)}}`,
          `{"model":"groundwork","messages":[{"role":"user","content":"a","x":${nested('[', ']', 40_000)}}]}`,
          `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}}`,
        ],
        pick,
      ),
    ),
  'huge numbers': (route, pick) =>
    withBody(
      route,
      replaced(route, 0).replaceAll(
        ':0',
        `:${oneOf(['1e999', '-1e999', '9'.repeat(5_000), '0.'.padEnd(5_000, '1'), '-0'], pick)}`,
      ),
    ),
  'wrong types': (route, pick) =>
    withBody(route, replaced(route, oneOf([null, true, [], {}, [[]], 0, '', -1], pick))),
  'odd texts': (route, pick) => withBody(route, replaced(route, oneOf(oddTexts, pick))),
  'long text': (route) => withBody(route, replaced(route, 'a'.repeat(60_000))),
  'body too large': (route) => withBody(route, replaced(route, 'a'.repeat(1_200_000))),
  'invalid UTF-8': (route) =>
    withBody(
      route,
      Buffer.concat([
        Buffer.from('{"question":"'),
        Buffer.from([0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80]),
        Buffer.from('"}'),
      ]),
    ),
  'prototype keys': (route) =>
    withBody(
      route,
      `{"__proto__":{"isAdmin":true,"question":"a"},"constructor":{"prototype":{"a":1}},${jsonOf(route).slice(1)}`.replace(
        ',}',
        '}',
      ),
    ),
  'same key twice': (route) =>
    withBody(route, `{"question":"a",${jsonOf(route).slice(1)}`.replace(',}', '}')),
  'gzip bomb': (route) =>
    withBody(route, gzipSync(Buffer.alloc(30_000_000, 0x20)), [
      asJson,
      ['Content-Encoding', 'gzip'],
    ]),
  'wrong Content-Encoding': (route, pick) =>
    withBody(route, jsonOf(route), [
      asJson,
      [
        'Content-Encoding',
        oneOf(['gzip', 'br', 'deflate', 'compress', 'gzip, gzip', 'x', ''], pick),
      ],
    ]),
  multipart: (route, pick) => {
    const tail = oneOf(
      ['--b--\r\n', '--b', '', '--b--\r\nGET /health HTTP/1.1\r\n\r\n', '--c--\r\n'],
      pick,
    );
    const part = 'Content-Disposition: form-data; name="a"; filename="../../x"\r\n\r\nx\r\n';
    return withBody(route, `--b\r\n${part}${tail}`, [
      ['Content-Type', 'multipart/form-data; boundary=b'],
    ]);
  },
};
