/**
 * Objects -> server-sent events on one response. Knows nothing of what they mean; it sees to it that
 * a slow reader is waited for, a stalled one is cut, and nothing is written once it is over.
 */
import type { ServerResponse } from 'node:http';
import { noteCut } from '../observe/noted-reply.ts';

export interface EventStreamOptions {
  /** Between two comment lines that keep proxies from closing a quiet stream, in ms. */
  readonly heartbeatMs?: number;
  /** How long a reader may leave everything lying before it is cut off, in ms. */
  readonly stallMs?: number;
  /** Sent beside those of every event stream. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface EventStream {
  /** Writes one event; settles once the reader has room for more, or is gone. Never rejects. */
  send(part: object): Promise<void>;
  /** Ends with `data: [DONE]`; settles when the reader has it all, or is gone. Never rejects. */
  close(): Promise<void>;
  /** Aborts when the connection is over, whoever ended it. */
  readonly closed: AbortSignal;
}

/** Sends the headers, so that the reader knows at once that its question is being worked on. */
export function openEventStream(
  response: ServerResponse,
  { heartbeatMs = 15_000, stallMs = 30_000, headers = {} }: EventStreamOptions = {},
): EventStream {
  const over = new AbortController();
  let ending = false;
  let last = Promise.resolve();
  let stall: NodeJS.Timeout | undefined;
  let goOn = () => {};

  const cutWhenStalled = () => {
    clearTimeout(stall);
    const lying = response.writableLength;
    stall = setTimeout(() => {
      if (response.writableLength < lying) return cutWhenStalled();
      noteCut(response, 'stalled');
      response.destroy();
    }, stallMs);
  };
  const write = (text: string) => {
    if (!response.write(text)) cutWhenStalled();
  };
  const heartbeat = setInterval(() => {
    if (!ending && !response.writableNeedDrain) write(': still here\n\n');
  }, heartbeatMs);

  response.on('drain', () => {
    if (!ending) clearTimeout(stall);
    goOn();
  });
  response.on('close', () => {
    clearInterval(heartbeat);
    clearTimeout(stall);
    over.abort();
    goOn();
  });
  // The reader may have left before there was anybody to notice.
  if (response.destroyed) {
    clearInterval(heartbeat);
    over.abort();
  } else {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
      ...headers,
    });
    response.flushHeaders();
  }

  /** One after the other, so that only one waits at a time. */
  const inTurn = (work: () => Promise<void> | void) => {
    last = last.then(work);
    return last;
  };
  const waitUntil = (settled: () => boolean) =>
    new Promise<void>((resolve) => {
      goOn = () => {
        if (settled() || over.signal.aborted) resolve();
      };
      goOn();
    });

  return {
    closed: over.signal,
    send: (part) => {
      const text = `data: ${JSON.stringify(part)}\n\n`;
      return inTurn(() => {
        if (ending || over.signal.aborted) return;
        write(text);
        return waitUntil(() => !response.writableNeedDrain);
      });
    },
    close: () =>
      inTurn(() => {
        if (!ending && !over.signal.aborted) {
          ending = true;
          response.end('data: [DONE]\n\n');
          cutWhenStalled();
        }
        return waitUntil(() => false);
      }),
  };
}
