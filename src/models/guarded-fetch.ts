/**
 * The one way to a chat model's provider: no redirects, timers on every wait, few retries and none after
 * the first byte, and an end to what does not end.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { createDeltaFiller } from './fill-deltas.ts';
import { ModelError } from './model-error.ts';
import { faultOf, type RefusedSetting, refusedSettings } from './read-refusal.ts';

export interface ModelTimers {
  /** Until the reply begins, connecting included. */
  readonly firstByteMs: number;
  /** Between two pieces of the reply. */
  readonly idleMs: number;
  /** From the request to the end of the reply, retries included. */
  readonly totalMs: number;
}

export const defaultTimers: ModelTimers = { firstByteMs: 30_000, idleMs: 20_000, totalMs: 120_000 };

export interface GuardedFetchOptions {
  /** Named in errors. */
  readonly model: string;
  readonly timers?: Partial<ModelTimers>;
  /** Longest reply in bytes; 2,000,000 unless given. */
  readonly maxBytes?: number;
  /** Waits before a retry, no longer than the signal lets it; a test need not. */
  readonly pause?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

const maxRetries = 2;
const longestPauseMs = 10_000;
const refusalBytes = 8_000;
const retried = new Set([408, 429, 500, 502, 503, 504, 529]);

/**
 * A `fetch` for OpenAI's client. What it throws is a ModelError, or the abort of its caller.
 *
 * A server that ignores `stream` and sends one JSON completion is read as a stream of one piece.
 */
export function createGuardedFetch(options: GuardedFetchOptions): typeof fetch {
  const { model, maxBytes = 2_000_000, pause = sleep } = options;
  const timers = { ...defaultTimers, ...options.timers };

  const attempt = async (input: string | URL | Request, init: RequestInit, leftMs: number) => {
    const stop = new AbortController();
    const asked = init.signal ?? undefined;
    const leave = () => stop.abort(asked?.reason);
    if (asked?.aborted) leave();
    asked?.addEventListener('abort', leave, { once: true });
    const ring = () => stop.abort(new ModelError('stalled', model));
    const clock = startClock({ ...timers, totalMs: leftMs }, ring);
    try {
      const response = await fetch(input, { ...init, redirect: 'error', signal: stop.signal });
      return { response, clock, stop };
    } catch (error) {
      clock.end();
      asked?.throwIfAborted();
      if (stop.signal.reason instanceof ModelError) throw stop.signal.reason;
      throw new ModelError(isCut(error) ? 'cut' : 'address', model);
    }
  };

  return async (input, given = {}) => {
    let init = given;
    const mended = new Set<RefusedSetting>();
    const wantsStream = typeof init.body === 'string' && /"stream"\s*:\s*true/.test(init.body);
    const deadline = performance.now() + timers.totalMs;
    for (let retry = 0; ; retry += 1) {
      const asked = init.signal ?? undefined;
      let failure: ModelError;
      let pauseMs = backoffMs(retry);
      try {
        const { response, clock, stop } = await attempt(input, init, deadline - performance.now());
        if (response.ok) {
          return guardBody(response, { wantsStream, model, maxBytes, clock, stop, asked });
        }
        const body = await readStart(response, stop.signal);
        clock.end();
        asked?.throwIfAborted();
        failure = new ModelError(faultOf(response.status, body), model, response.status);
        if (failure.fault === 'parameter') {
          const mend = mendRequest(init, refusedSettings(body), mended);
          if (mend === undefined) throw failure;
          init = mend;
          // No failure of the provider: it leaves the retries as they are.
          retry -= 1;
          continue;
        }
        if (!retried.has(response.status)) throw failure;
        else pauseMs = retryAfterMs(response) ?? pauseMs;
      } catch (error) {
        asked?.throwIfAborted();
        const again = error instanceof ModelError && ['address', 'cut'].includes(error.fault);
        if (!again || error.status !== undefined) throw error;
        failure = error;
      }
      if (retry >= maxRetries || pauseMs > longestPauseMs) throw failure;
      if (pauseMs > 0) await pause(pauseMs, asked);
      asked?.throwIfAborted();
    }
  };
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return wait(milliseconds, undefined, { signal }).catch(() => undefined);
}

/**
 * The same request without a setting that was refused; a limit of tokens gets its other name. Each
 * setting is mended once: undefined where nothing is left to mend.
 */
function mendRequest(
  init: RequestInit,
  refused: readonly RefusedSetting[],
  mended: Set<RefusedSetting>,
): RequestInit | undefined {
  if (typeof init.body !== 'string') return undefined;
  const body = JSON.parse(init.body) as Record<string, unknown>;
  const settings = refused.filter((setting) => setting in body && !mended.has(setting));
  if (settings.length === 0) return undefined;
  for (const setting of settings) {
    const other = otherName[setting];
    if (other !== undefined) {
      body[other] = body[setting];
      mended.add(other);
    }
    delete body[setting];
    mended.add(setting);
  }
  const headers = new Headers(init.headers);
  headers.delete('content-length');
  return { ...init, headers, body: JSON.stringify(body) };
}

/** Newer models of OpenAI know only the longer name of the limit, many servers only the shorter one. */
const otherName: Partial<Record<RefusedSetting, RefusedSetting>> = {
  max_tokens: 'max_completion_tokens',
  max_completion_tokens: 'max_tokens',
};

interface Clock {
  /** A piece is waited for. */
  listen(): void;
  /** A piece has come; how long its reader takes over it is not the provider's doing. */
  heard(): void;
  end(): void;
}

function startClock({ firstByteMs, idleMs, totalMs }: ModelTimers, ring: () => void): Clock {
  const total = setTimeout(ring, totalMs);
  let idle = setTimeout(ring, firstByteMs);
  return {
    listen: () => {
      clearTimeout(idle);
      idle = setTimeout(ring, idleMs);
    },
    heard: () => clearTimeout(idle),
    end: () => {
      clearTimeout(total);
      clearTimeout(idle);
    },
  };
}

interface GuardedBody {
  readonly wantsStream: boolean;
  readonly model: string;
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly stop: AbortController;
  readonly asked: AbortSignal | undefined;
}

async function guardBody(response: Response, guard: GuardedBody): Promise<Response> {
  const { wantsStream, model, clock, asked } = guard;
  const type = response.headers.get('content-type') ?? '';
  const isStream = type.includes('text/event-stream');
  const isJson = type.includes('json');
  if ((wantsStream ? !isStream && !isJson : !isJson) || response.body === null) {
    clock.end();
    response.body?.cancel().catch(() => undefined);
    throw new ModelError('unreadable', model, response.status);
  }
  const body = meter(response.body, guard, isStream);
  if (!wantsStream || isStream) {
    return new Response(body, { status: response.status, headers: { 'content-type': type } });
  }
  try {
    const whole: unknown = await new Response(body).json();
    return new Response(asEvents(whole), { headers: { 'content-type': 'text/event-stream' } });
  } catch (error) {
    asked?.throwIfAborted();
    throw error instanceof ModelError ? error : new ModelError('unreadable', model);
  }
}

/**
 * Counts bytes, minds the clock and fills the deltas of events; leaving it closes the connection. One
 * stream for all of it: each more would be held as long as the answer takes.
 */
function meter(
  body: ReadableStream<Uint8Array>,
  { model, maxBytes, clock, stop, asked }: GuardedBody,
  isStream: boolean,
): ReadableStream<Uint8Array> {
  const filler = isStream ? createDeltaFiller() : undefined;
  const reader = body.getReader();
  closeOnAbort(reader, stop.signal);
  let bytes = 0;
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        for (let told: Uint8Array | undefined; told === undefined; ) {
          clock.listen();
          const { done, value } = await reader.read();
          clock.heard();
          // A cancelled reader ends as though the reply were whole.
          stop.signal.throwIfAborted();
          if (done) {
            clock.end();
            const rest = filler?.end();
            if (rest?.byteLength) controller.enqueue(rest);
            controller.close();
            return;
          }
          bytes += value.byteLength;
          if (bytes > maxBytes) throw new ModelError('unreadable', model);
          told = filler ? filler.push(value) : value;
          if (told) controller.enqueue(told);
        }
      } catch (error) {
        clock.end();
        const stalled = stop.signal.reason instanceof ModelError ? stop.signal.reason : undefined;
        stop.abort();
        if (asked?.aborted) controller.error(asked.reason);
        else if (error instanceof ModelError) controller.error(error);
        else controller.error(stalled ?? new ModelError('cut', model));
      }
    },
    cancel: () => {
      clock.end();
      stop.abort();
    },
  });
}

/** A whole completion as the stream that was asked for. */
function asEvents(completion: unknown): string {
  const { choices, ...rest } = completion as {
    choices?: readonly { message?: unknown; finish_reason?: unknown }[];
  };
  const [choice] = choices ?? [];
  if (choice === undefined) throw new TypeError('A completion without a choice.');
  const chunk = (delta: unknown, finish_reason: unknown) =>
    `data: ${JSON.stringify({ ...rest, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  return `${chunk(choice.message ?? {}, null)}${chunk({}, choice.finish_reason ?? null)}data: [DONE]\n\n`;
}

/**
 * The signal given to `fetch` does not do: it holds its end of it weakly, and once that is collected as
 * garbage the reply goes on unheard (seen in Node 20.20).
 */
function closeOnAbort(reader: ReadableStreamDefaultReader<Uint8Array>, signal: AbortSignal): void {
  const close = () => void reader.cancel().catch(() => undefined);
  if (signal.aborted) close();
  else signal.addEventListener('abort', close, { once: true });
}

async function readStart(response: Response, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  closeOnAbort(reader, signal);
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (text.length < refusalBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // What came before is enough; the status alone is too.
  }
  reader.cancel().catch(() => undefined);
  return text;
}

/** The connection stood and broke, as against one that never stood. */
function isCut(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : { cause: undefined };
  const code = (cause as { code?: unknown } | undefined)?.code;
  return code === 'ECONNRESET' || code === 'UND_ERR_SOCKET' || code === 'EPIPE';
}

function retryAfterMs(response: Response): number | undefined {
  const after = response.headers.get('retry-after') ?? '';
  const milliseconds = /^\d/.test(after) ? Number(after) * 1_000 : Date.parse(after) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}

/** 0.5 s, then 1 s, each up to half longer, so that clients do not come back all at once. */
function backoffMs(retry: number): number {
  return 500 * 2 ** retry * (1 + Math.random() / 2);
}
