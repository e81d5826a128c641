/** First lines, headers and framing that no client of ours would send. */
import {
  asJson,
  close,
  type Header,
  host,
  jsonOf,
  lengthOf,
  named,
  oneOf,
  plain,
  request,
  type Trick,
} from './abuse-request.ts';

export const wireTricks: Readonly<Record<string, Trick>> = {
  'headers twice': (route) =>
    plain(route, [
      ...named,
      ['Authorization', 'Bearer one'],
      ['Authorization', 'Bearer two'],
      ['Accept', 'text/html'],
      ['Accept', 'text/event-stream'],
      ['Cookie', 'groundwork_session=one'],
      ['Cookie', 'groundwork_session=two'],
      ['Origin', `http://${host}`],
      ['Origin', 'http://evil.test'],
    ]),
  'Host twice': (route) => plain(route, [['Host', host], ['Host', 'evil.test'], close]),
  'no Host': (route) => plain(route, [close]),
  'odd Host': (route, pick) =>
    plain(route, [
      ['Host', oneOf(['', 'evil.test', '[::1', 'a b', `${host}@evil`, ':80', '%00', '[::]'], pick)],
      close,
    ]),
  'absolute target': (route, pick) =>
    plain(
      route,
      named,
      `${oneOf(['http://evil.test', 'https://127.0.0.1', 'http://a:b@127.0.0.1', 'file://'], pick)}${route.target}`,
    ),
  'bad chunk sizes': (route, pick) => ({
    parts: [
      request(
        route.method,
        route.target,
        [...named, asJson, ['Transfer-Encoding', 'chunked']],
        oneOf(
          [
            'zz\r\n{}\r\n0\r\n\r\n',
            '-1\r\n{}\r\n',
            'fffffffffffffffff\r\n{}',
            '2\r\n{}{}\r\n0\r\n\r\n',
            '2 ; a="\r\n{}\r\n0\r\n\r\n',
          ],
          pick,
        ),
      ),
    ],
    ends: true,
  }),
  'length and chunks': (route) => ({
    parts: [
      request(
        route.method,
        route.target,
        [...named, asJson, ['Content-Length', '4'], ['Transfer-Encoding', 'chunked']],
        '2\r\n{}\r\n0\r\n\r\n',
      ),
    ],
    ends: true,
  }),
  'odd transfer encoding': (route, pick) => ({
    parts: [
      request(
        route.method,
        route.target,
        [
          ...named,
          asJson,
          [
            'Transfer-Encoding',
            oneOf(['gzip, chunked', 'chunked, identity', 'xchunked', ' chunked'], pick),
          ],
        ],
        '2\r\n{}\r\n0\r\n\r\n',
      ),
    ],
    ends: true,
  }),
  'bad length': (route, pick) => ({
    parts: [
      request(
        route.method,
        route.target,
        [
          ...named,
          asJson,
          [
            'Content-Length',
            oneOf(['-1', 'ten', '1e3', '0x10', '99999999999999999999', '+2', '2, 3'], pick),
          ],
        ],
        '{}',
      ),
    ],
    ends: true,
  }),
  'two lengths': (route) => ({
    parts: [
      request(
        route.method,
        route.target,
        [...named, asJson, ['Content-Length', '2'], ['Content-Length', '3']],
        '{}',
      ),
    ],
    ends: true,
  }),
  'truncated body': (route) => ({
    parts: [
      request(route.method, route.target, [...named, asJson, ['Content-Length', '500']], '{"que'),
    ],
    ends: true,
  }),
  'truncated headers': (route, pick) => ({
    parts: [request(route.method, route.target, named).subarray(0, 8 + pick(40))],
    ends: true,
  }),
  'NUL in path': (route, pick) =>
    plain(route, named, route.target + oneOf(['%00', '/%00', '%00.json', '\u0000'], pick)),
  'broken escapes': (route, pick) =>
    plain(
      route,
      named,
      route.target + oneOf(['%', '%zz', '/%ff%fe', '?q=%&k=%zz', '/%c0%ae%c0%ae', '/%u0041'], pick),
    ),
  'dots in path': (route, pick) =>
    plain(
      route,
      named,
      oneOf(
        [
          `/..${route.target}`,
          `${route.target}/../../../../etc/passwd`,
          `${route.target}/%2e%2e/%2e%2e/package.json`,
          `${route.target}/..%2f..%2f..%2fpackage.json`,
          `${route.target}/..%5c..%5cpackage.json`,
          '/assets/../../../package.json',
          '/assets/%2e%2e/%2e%2e/%2e%2e/package.json',
          '/.env',
          `//evil.test${route.target}`,
          `/${route.target}`,
        ],
        pick,
      ),
    ),
  'odd target': (route, pick) =>
    plain(
      route,
      named,
      oneOf(['*', '', 'a', `?${route.target}`, '/#a', '/\u00e9', '/ a', '/\t'], pick),
    ),
  'odd query': (route, pick) =>
    plain(
      route,
      named,
      `${route.target}?${oneOf(['q=1&q=2&k=1&k=2', 'q[]=a&k[a]=1', '__proto__[a]=1', 'k=1e99&q=a', 'k=-1&count=NaN', 'a&'.repeat(1_500), 'q=%00', 'count=0x4', 'format=exe'], pick)}`,
    ),
  'long target': (route, pick) =>
    plain(
      route,
      named,
      `${route.target}?q=${'a'.repeat(oneOf([5_000, 15_000, 17_000, 70_000], pick))}`,
    ),
  'long path': (route) => plain(route, named, `${route.target}/${'a/'.repeat(4_000)}`),
  'long header': (route, pick) =>
    plain(route, [...named, ['X-Long', 'a'.repeat(oneOf([5_000, 17_000, 100_000], pick))]]),
  'many headers': (route) =>
    plain(route, [...named, ...Array.from({ length: 1_500 }, (_, at): Header => [`X-${at}`, '1'])]),
  'odd header': (route, pick) =>
    plain(route, [
      ...named,
      oneOf<Header>(
        [
          ['X Y', 'a'],
          ['', 'a'],
          ['X-Odd', 'a\u0000b'],
          ['X-Odd', '\u00ff\u00fe'],
          ['Accept', '*/*;q=x,,;;text'],
          ['Accept-Encoding', 'gzip;q=2, br;q=-1, *;q=z'],
          ['If-None-Match', '"'.repeat(200)],
          ['If-Modified-Since', 'never'],
          ['Range', 'bytes=5-1,0-,-0,a-b'],
          ['Cookie', `groundwork_session=${'%'.repeat(500)}; =; ;;`],
          ['Authorization', 'Bearer'],
          ['Forwarded', 'for="[::1'],
          ['X-HTTP-Method-Override', 'DELETE'],
          ['mcp-session-id', '../..'],
          ['mcp-protocol-version', '9999'],
        ],
        pick,
      ),
    ]),
  'folded header': (route) => plain(route, [['Host', `${host}\r\n folded`], close]),
  'another method': (route, pick) => {
    const method = oneOf(
      [
        'HEAD',
        'OPTIONS',
        'TRACE',
        'PUT',
        'PATCH',
        'DELETE',
        'POST',
        'PURGE',
        'PROPFIND',
        'M-SEARCH',
        'QUERY',
      ],
      pick,
    );
    return { ...plain({ ...route, method }, named), isHead: method === 'HEAD' };
  },
  'no method': (route, pick) => ({
    parts: [
      request(
        oneOf(['get', 'G ET', 'GETT', '\u0000', 'CONNECT', 'PRI'], pick),
        route.target,
        named,
      ),
    ],
    ends: true,
  }),
  'odd version': (route, pick) => ({
    parts: [
      `${route.method} ${route.target} ${oneOf(['HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', 'HTTP/1.1.1', 'RTSP/1.0', ''], pick)}\r\nHost: ${host}\r\n\r\n`,
    ],
    ends: true,
  }),
  pipelined: (route) => {
    const first = request('GET', '/health', [['Host', host]]);
    return {
      parts: [Buffer.concat([first, first, ...plain(route, named).parts.map(Buffer.from)])],
    };
  },
  'smuggled tail': (route) => {
    const body = '{}GET /api/settings HTTP/1.1\r\nHost: evil.test\r\n\r\n';
    return {
      parts: [
        request(
          route.method,
          route.target,
          [['Host', host], asJson, ['Content-Length', '2']],
          body,
        ),
      ],
    };
  },
  'waits for 100': (route) => {
    const body = jsonOf(route);
    return {
      parts: [
        request(route.method, route.target, [
          ...named,
          asJson,
          lengthOf(body),
          ['Expect', '100-continue'],
        ]),
        body,
      ],
    };
  },
  'odd expectation': (route) => plain(route, [...named, ['Expect', '200-maybe']]),
  upgrade: (route, pick) =>
    plain(route, [
      ['Host', host],
      ['Connection', 'Upgrade'],
      ['Upgrade', oneOf(['websocket', 'h2c', 'TLS/1.0'], pick)],
      ['Sec-WebSocket-Version', '13'],
      ['Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA=='],
      ['HTTP2-Settings', 'AAMAAABkAAQAAP__'],
    ]),
  'byte by byte': (route) => {
    const whole = Buffer.concat(plain(route, named).parts.map((part) => Buffer.from(part)));
    return {
      parts: Array.from({ length: Math.min(whole.length, 60) }, (_, at) =>
        at === 59 ? whole.subarray(59) : whole.subarray(at, at + 1),
      ),
    };
  },
  noise: (_route, pick) => ({
    parts: [Buffer.from(Array.from({ length: 1 + pick(600) }, () => pick(256)))],
    ends: true,
  }),
};
