/** One question over node:http, answered as an event stream; as light as it can be for the asking side. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** Every question a connection of its own, as so many readers have. */
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

export interface StreamedAnswer {
  /** 0 where the connection failed before a reply. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Types of the events that end an answer, in their order: `finish` or `error`. */
  readonly terminals: readonly string[];
  /** The stream ended with `[DONE]` right after its only terminal event. */
  readonly isWhole: boolean;
  readonly bytes: number;
  readonly ms: number;
  /** The reply, whole. */
  readonly text: string;
}

export interface AskOptions {
  readonly answers?: 'auto' | 'extractive' | 'generative' | 'deep';
  /** Leaves by destroying the connection. */
  readonly signal?: AbortSignal;
  /** Hears that the reply has begun. */
  readonly onBegin?: () => void;
}

/** Never rejects: what goes wrong is in what it returns. */
export function askStream(
  url: string,
  question: string,
  { answers = 'auto', signal, onBegin = () => {} }: AskOptions = {},
): Promise<StreamedAnswer> {
  const body = JSON.stringify({ question, answers, stream: true });
  const begun = performance.now();
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    const settle = () => {
      const text = Buffer.concat(parts).toString('utf8');
      resolve({ ...readEvents(text), status, headers, text, ms: performance.now() - begun });
    };
    const asking = request(
      `${url}/api/chat`,
      {
        agent,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        ...(signal && { signal }),
      },
      (reply) => {
        status = reply.statusCode ?? 0;
        headers = reply.headers;
        onBegin();
        reply.on('data', (part: Buffer) => parts.push(part));
        reply.on('close', settle);
        reply.on('error', () => undefined);
      },
    );
    asking.on('error', settle);
    asking.end(body);
  });
}

function readEvents(text: string): Pick<StreamedAnswer, 'terminals' | 'isWhole' | 'bytes'> {
  const events = text.split('\n\n').filter((event) => event.startsWith('data: '));
  const terminals = events.flatMap(
    (event) => /^data: \{"type":"(finish|error)"/.exec(event)?.[1] ?? [],
  );
  const isWhole =
    terminals.length === 1 &&
    events.at(-1) === 'data: [DONE]' &&
    /"type":"(finish|error)"/.test(events.at(-2) ?? '');
  return { terminals, isWhole, bytes: Buffer.byteLength(text) };
}
