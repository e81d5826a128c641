/** What tricks are made of: requests as bytes, with every header as it is said. */
import type { RawRequest } from './raw-exchange.ts';

export interface AbusedRoute {
  readonly method: string;
  /** With a plausible id in place of its parameters. */
  readonly target: string;
  /** A body that the route accepts; undefined where it takes none. */
  readonly body: unknown;
}

/** Whole numbers from 0 up to `below`. */
export type Pick = (below: number) => number;
export type Header = readonly [name: string, value: string];
export type Trick = (route: AbusedRoute, pick: Pick) => RawRequest;

export const host = '127.0.0.1';

export function request(
  method: string,
  target: string,
  headers: readonly Header[] = [],
  body: string | Buffer = '',
): Buffer {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

export const close: Header = ['Connection', 'close'];
export const named: readonly Header[] = [['Host', host], close];
export const asJson: Header = ['Content-Type', 'application/json'];
export const lengthOf = (body: string | Buffer): Header => [
  'Content-Length',
  String(Buffer.byteLength(body)),
];
export const jsonOf = ({ body }: AbusedRoute) => JSON.stringify(body ?? {});
/** The route with another body, whatever it takes. */
export const withBody = (
  { method, target }: AbusedRoute,
  body: string | Buffer,
  headers: readonly Header[] = [asJson],
): RawRequest => ({
  parts: [request(method, target, [...named, ...headers, lengthOf(body)], body)],
  isHead: method === 'HEAD',
});
export const oneOf = <Item>(items: readonly Item[], pick: Pick): Item => items[pick(items.length)]!;
export const plain = (route: AbusedRoute, headers: readonly Header[], target = route.target) => {
  const body = route.body === undefined ? '' : jsonOf(route);
  const described = body === '' ? [] : [asJson, lengthOf(body)];
  return { parts: [request(route.method, target, [...headers, ...described], body)] };
};
