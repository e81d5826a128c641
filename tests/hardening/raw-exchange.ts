/** Bytes on a socket -> the replies that come back, read as a client of HTTP/1.1 reads them. */
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface RawReply {
  readonly status: number;
  /** Names in lower case; of several the last. */
  readonly headers: ReadonlyMap<string, string>;
  /** Without the marks of its chunks. */
  readonly body: string;
}

export interface RawExchange {
  /** Final ones that came whole, in order. */
  readonly replies: readonly RawReply[];
  /** Neither an answer came within the time, nor was the connection closed. */
  readonly hung: boolean;
  readonly ms: number;
}

export interface RawRequest {
  /** Sent one after the other, some milliseconds apart. */
  readonly parts: readonly (string | Buffer)[];
  /** Replies that carry no body though their headers promise one. */
  readonly isHead?: boolean;
  /** Says with the last part that nothing follows. */
  readonly ends?: boolean;
}

const betweenPartsMs = 5;
/** For what else may come behind the first reply. */
const lingerMs = 30;

/** @param limitMs until a connection that is still open and silent counts as hung */
export async function exchange(
  url: string,
  { parts, isHead = false, ends = false }: RawRequest,
  limitMs = 5_000,
): Promise<RawExchange> {
  const { hostname, port } = new URL(url);
  const began = performance.now();
  const socket = connect(Number(port), hostname);
  const received: Buffer[] = [];
  let isClosed = false;
  socket.on('data', (piece) => received.push(piece));
  const closed = new Promise<void>((resolve) => {
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.on('end', () => resolve());
  }).then(() => {
    isClosed = true;
  });
  for (const part of parts) {
    if (isClosed) break;
    socket.write(part);
    if (parts.length > 1) await wait(betweenPartsMs);
  }
  if (ends) socket.end();
  let read = readReplies(Buffer.concat(received), isHead, false);
  while (!isClosed && read.replies.length === 0 && performance.now() - began < limitMs) {
    await Promise.race([closed, wait(10)]);
    read = readReplies(Buffer.concat(received), isHead, isClosed);
  }
  const ms = performance.now() - began;
  const hung = !isClosed && read.replies.length === 0;
  if (!hung) await Promise.race([closed, wait(lingerMs)]);
  read = readReplies(Buffer.concat(received), isHead, isClosed);
  socket.destroy();
  return { replies: read.replies, hung, ms };
}

/** Whole replies at the start of what came; interim ones are read over. */
function readReplies(bytes: Buffer, isHead: boolean, isClosed: boolean): { replies: RawReply[] } {
  const replies: RawReply[] = [];
  let rest = bytes;
  for (;;) {
    const headEnd = rest.indexOf('\r\n\r\n');
    if (headEnd === -1) return { replies };
    const [first = '', ...lines] = rest.subarray(0, headEnd).toString('latin1').split('\r\n');
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
    if (Number.isNaN(status)) throw new Error(`Not a status line: ${first.slice(0, 80)}`);
    const headers = new Map(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
      }),
    );
    rest = rest.subarray(headEnd + 4);
    if (status < 200) continue;
    const hasBody = !isHead && status !== 204 && status !== 304;
    const whole = hasBody ? readBody(rest, headers, isClosed) : { body: '', length: 0 };
    if (whole === undefined) return { replies };
    replies.push({ status, headers, body: whole.body });
    rest = rest.subarray(whole.length);
  }
}

/** Undefined while some of it is missing. */
function readBody(
  bytes: Buffer,
  headers: ReadonlyMap<string, string>,
  isClosed: boolean,
): { body: string; length: number } | undefined {
  if (headers.get('transfer-encoding') === 'chunked') return readChunks(bytes);
  const length = Number(headers.get('content-length') ?? Number.NaN);
  if (Number.isNaN(length)) {
    return isClosed ? { body: bytes.toString(), length: bytes.length } : undefined;
  }
  if (bytes.length < length) return undefined;
  return { body: bytes.subarray(0, length).toString(), length };
}

function readChunks(bytes: Buffer): { body: string; length: number } | undefined {
  const pieces: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    const next = lineEnd + 2 + size + 2;
    if (bytes.length < next) return undefined;
    if (size === 0) return { body: Buffer.concat(pieces).toString(), length: next };
    pieces.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}
