/** Vectors from any OpenAI-compatible server, through LangChain's client; every reply is checked. */
import { z } from 'zod';
import { UpstreamError } from '../errors.ts';
import type { Embedder, EmbedOptions } from './contract.ts';
import { unitVector } from './unit-vector.ts';

export interface OpenAIEmbedderOptions {
  readonly model: string;
  readonly apiKey: string | undefined;
  /** Address of the server, with its `/v1`; OpenAI's own when undefined. */
  readonly baseUrl: string | undefined;
  /** Whole request, answer included. */
  readonly timeoutMs?: number;
  /** Texts a request. */
  readonly batchSize?: number;
}

const replySchema = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })).min(1),
});

const requestSchema = z.object({ input: z.array(z.string()) });

/**
 * Asks the server for one vector to learn its length, then embeds with it. At most two retries.
 *
 * @throws UpstreamError when the server cannot be reached or answers with anything but vectors
 */
export async function createOpenAIEmbedder(options: OpenAIEmbedderOptions): Promise<Embedder> {
  const { OpenAIEmbeddings } = await import('@langchain/openai');
  const client = new OpenAIEmbeddings({
    model: options.model,
    apiKey: options.apiKey ?? 'none',
    batchSize: options.batchSize ?? 64,
    stripNewLines: false,
    encodingFormat: 'float',
    timeout: options.timeoutMs ?? 60_000,
    maxRetries: 2,
    configuration: {
      ...(options.baseUrl !== undefined && { baseURL: options.baseUrl }),
      maxRetries: 0,
      fetch: checkedFetch,
    },
  });
  const ask = async (texts: readonly string[]): Promise<number[][]> => {
    try {
      return await client.embedDocuments([...texts]);
    } catch (cause) {
      throw toUpstreamError(cause, options.model);
    }
  };
  const [probe] = await ask(['What is the length of your vectors?']);
  const dimensions = probe?.length ?? 0;
  // Servers give models of other lengths the same name.
  const fingerprint = `openai:${options.model}:${dimensions}`;
  let closed = false;

  const embed = async (
    texts: readonly string[],
    { signal, onEmbedded }: EmbedOptions = {},
  ): Promise<Float32Array[]> => {
    const vectors: Float32Array[] = [];
    const size = client.batchSize;
    for (let at = 0; at < texts.length; at += size) {
      signal?.throwIfAborted();
      if (closed) throw new UpstreamError(`Encoder "${fingerprint}" is closed.`);
      const batch = texts.slice(at, at + size).map((text) => (text.trim() === '' ? ' . ' : text));
      const replies = await ask(batch);
      if (replies.length !== batch.length) {
        throw new UpstreamError(
          `Encoder "${fingerprint}" gave ${replies.length} vectors for ${batch.length} texts; check the embedding server.`,
        );
      }
      vectors.push(...replies.map((values) => unitVector(values, dimensions, fingerprint)));
      onEmbedded?.(batch.length);
    }
    return vectors;
  };
  return {
    fingerprint,
    dimensions,
    ready: Promise.resolve(),
    embedDocuments: embed,
    embedQuery: async (text, queryOptions) => (await embed([text], queryOptions))[0]!,
    close: async () => {
      closed = true;
    },
  };
}

/**
 * LangChain ignores the `index` of each vector and accepts ragged, null or base64 replies. So the
 * reply is checked and put in order before LangChain sees it; redirects are refused.
 */
async function checkedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'error' });
  if (!response.ok) return response;
  const parsed = replySchema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new UpstreamError(`unreadable: ${z.prettifyError(parsed.error)}`);
  const data = [...parsed.data.data].sort((left, right) => left.index - right.index);
  if (data.some((item, at) => item.index !== at)) {
    throw new UpstreamError('unreadable: the vectors are not numbered 0, 1, 2 …');
  }
  const asked = requestSchema.safeParse(JSON.parse(String(init?.body ?? 'null')));
  if (asked.success && asked.data.input.length !== data.length) {
    throw new UpstreamError(`gave ${data.length} vectors for ${asked.data.input.length} texts`);
  }
  return Response.json({ object: 'list', data, model: '', usage: {} });
}

function toUpstreamError(cause: unknown, model: string): UpstreamError {
  const status = z.object({ status: z.int() }).safeParse(cause);
  const upstream = unwrap(cause);
  const what = status.success
    ? `answered with status ${status.data.status}`
    : upstream
      ? upstream.message
      : 'could not be reached or did not answer in time';
  return new UpstreamError(
    `Embedding server for model "${model}" ${what}. Check OPENAI_EMBEDDING_MODEL, OPENAI_EMBEDDING_BASE_URL and the key.`,
    { cause },
  );
}

function unwrap(error: unknown): UpstreamError | undefined {
  if (error instanceof UpstreamError) return error;
  return error instanceof Error && error.cause !== undefined ? unwrap(error.cause) : undefined;
}
