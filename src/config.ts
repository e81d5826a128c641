/**
 * The one schema of the environment. The README's table and `.env.example` are generated from it.
 * Values go down as plain data: nothing else in `src/` reads `process.env`.
 */
import { z } from 'zod';
import { readProxies } from './access/trusted-proxies.ts';
import { ConfigError } from './errors.ts';

const text = z.string().trim().min(1);
const url = z
  .url({ protocol: /^https?$/ })
  .refine((address) => !/^https?:\/\/[^/]*@/i.test(address), {
    message: 'An address may hold no name or password; use the variable of the key.',
  });

/** `'http://a:8080, http://b:8080'` -> its parts. */
const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const environmentSchema = z.object({
  HOST: text
    .default('127.0.0.1')
    .describe(
      'Address to listen on. Any address but loopback demands a key: `API_KEY`, or one made with `npm run keys -- add`.',
    ),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(3000)
    .describe('Port to listen on, 0 to 65535; 0 takes a free one.'),
  CORPUS_DIR: text.default('corpus').describe('Folder of the documents to answer from.'),
  DATA_DIR: text
    .default('data')
    .describe('Folder of the index and of the stored conversations. Made when missing.'),
  LIBRARY: z
    .enum(['local', 'weaviate'])
    .default('local')
    .describe(
      'Where documents, words and vectors are kept: `local` (in `DATA_DIR`) or `weaviate` (a server or cluster of Weaviate; see docs/scale.md).',
    ),
  WEAVIATE_URL: text
    .refine((addresses) => list(addresses).every((address) => url.safeParse(address).success), {
      message:
        'Expected addresses such as https://weaviate.example.org, comma-separated, with no name or password in them',
    })
    .transform(list)
    .optional()
    .describe(
      'Address of Weaviate, needed with `LIBRARY=weaviate`; of a cluster the addresses of several nodes, comma-separated: where one does not answer, the next is asked. `https` means TLS.',
    ),
  WEAVIATE_GRPC_URL: text
    .refine((addresses) => list(addresses).every((address) => /^[^/\s]+:\d{1,5}$/.test(address)), {
      message: 'Expected host:port, comma-separated',
    })
    .transform(list)
    .optional()
    .describe(
      'Host and port of the same nodes for gRPC, in the same order; port 50051 of each host when unset (443 with `https`).',
    ),
  WEAVIATE_API_KEY: text
    .optional()
    .describe('Key that Weaviate asks for; none is sent when unset.'),
  WEAVIATE_PREFIX: text
    .regex(
      /^[A-Z][A-Za-z0-9]{0,39}$/,
      'Expected a capital letter, then letters and digits, 40 at most',
    )
    .default('Groundwork')
    .describe(
      'What the names of the collections in Weaviate begin with; each prefix is a library of its own.',
    ),
  WEAVIATE_REPLICATION: z.coerce
    .number()
    .int()
    .min(1)
    .max(9)
    .default(1)
    .describe(
      'How many nodes hold each object, 1 to 9, read when collections are made. With 3, one node may fail.',
    ),
  WEAVIATE_SHARDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe(
      'Into how many parts each collection is cut, 1 to 256, read when collections are made; as many as there are nodes when unset.',
    ),
  API_KEY: text
    .min(16)
    .optional()
    .describe(
      'Key of at least 16 characters that opens everything to requests from other machines, sent as `Authorization: Bearer`. Keys made with `npm run keys -- add` do too, each within its scope.',
    ),
  TRUSTED_PROXIES: text
    .refine((list) => readProxies(list) !== undefined, {
      message: 'Expected comma-separated addresses or CIDR ranges, such as 10.0.0.5,172.16.0.0/12',
    })
    .optional()
    .describe(
      'Reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: comma-separated addresses or CIDR ranges.',
    ),
  DEMO: z
    .enum(['on', 'off'])
    .default('off')
    .describe(
      'Whether anyone may ask and read without a key, while nothing is kept and nothing can be changed.',
    ),
  REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(600)
    .describe(
      'Requests that one key, and one address, may send within any minute, 1 to 100000. This machine itself is not limited.',
    ),
  ANSWERS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(60)
    .describe('Questions that one key, and one address, may ask within any minute, likewise.'),
  MAX_ANSWERS_AT_ONCE: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('Answers that are worked on at a time, 1 to 10000; beyond, askers are told to wait.'),
  MODEL_TOKENS_PER_DAY: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe(
      'Tokens that the language model may take in a day of UTC, over all callers; unbounded when unset. Some 15,000 are set aside for a question while it is answered, 55,000 for a deep one.',
    ),
  EMBEDDINGS: z
    .enum(['local', 'openai', 'none'])
    .default('local')
    .describe(
      'What turns text into vectors: `local` (the model in `models/`), `openai` (any OpenAI-compatible server), `none` (search by words only).',
    ),
  ANSWERS: z
    .enum(['auto', 'extractive', 'generative'])
    .default('auto')
    .describe(
      'Who writes answers: `extractive` quotes the documents, `generative` is a language model, `auto` takes the model where `OPENAI_API_KEY` or `OPENAI_BASE_URL` names one.',
    ),
  LOG: z
    .enum(['text', 'json', 'off'])
    .default('text')
    .describe(
      'What is logged: `text` is short lines on the start, refusals and errors, `json` one object a line on every request and answer, `off` nothing. No form holds questions, texts or keys.',
    ),
  WATCH: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether the server takes changes in `CORPUS_DIR` in while it runs.'),
  MAX_UPLOAD_MB: z.coerce
    .number()
    .min(1)
    .max(2_000)
    .default(100)
    .describe('Largest file that may be uploaded, in megabytes, 1 to 2000.'),
  SOURCES_LIST: z
    .enum(['on', 'off'])
    .default('on')
    .describe(
      'Whether answers of `/v1/chat/completions` end with a list of their sources as Markdown links, for clients that show no annotations.',
    ),
  OPENAI_API_KEY: text.optional().describe('Key of the model provider.'),
  OPENAI_BASE_URL: url
    .optional()
    .describe('Address of an OpenAI-compatible server, for example `http://127.0.0.1:11434/v1`.'),
  OPENAI_MODEL: text.default('gpt-4.1-mini').describe('Chat model of the provider.'),
  OPENAI_EMBEDDING_MODEL: text
    .default('text-embedding-3-small')
    .describe('Embedding model, used with `EMBEDDINGS=openai`.'),
  OPENAI_EMBEDDING_BASE_URL: url
    .optional()
    .describe('Address of the embedding server; `OPENAI_BASE_URL` when unset.'),
  OPENAI_EMBEDDING_API_KEY: text
    .optional()
    .describe(
      'Key of the embedding server; `OPENAI_API_KEY` when unset and `OPENAI_EMBEDDING_BASE_URL` is unset too.',
    ),
});

export type Config = z.infer<typeof environmentSchema>;

const secret = /KEY$/;

/**
 * Reads the configuration out of an environment. Empty strings count as unset; unknown variables are
 * ignored.
 *
 * @throws ConfigError that names each wrong variable, its value (never a key's) and what is allowed.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.keys(environmentSchema.shape)
      .map((name) => [name, environment[name]] as const)
      .filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const shown = secret.test(name) ? '(hidden)' : JSON.stringify(given[name]);
      return `${name}=${shown}: ${issue.message}`;
    });
    throw new ConfigError(
      `Configuration is wrong: ${problems.join('; ')}. Correct the environment or .env; .env.example lists what is allowed.`,
      { cause: parsed.error },
    );
  }
  const config = parsed.data;
  checkWeaviate(config);
  if (config.ANSWERS === 'generative' && chatProviderOf(config) === null) {
    throw new ConfigError(
      'ANSWERS="generative" needs OPENAI_API_KEY, or OPENAI_BASE_URL of a server that needs none. Set one, or ANSWERS=extractive.',
    );
  }
  if (
    config.EMBEDDINGS === 'openai' &&
    config.OPENAI_API_KEY === undefined &&
    config.OPENAI_EMBEDDING_API_KEY === undefined &&
    config.OPENAI_BASE_URL === undefined &&
    config.OPENAI_EMBEDDING_BASE_URL === undefined
  ) {
    throw new ConfigError(
      'EMBEDDINGS="openai" needs OPENAI_API_KEY, or OPENAI_EMBEDDING_BASE_URL of a server that needs none. Set one, or EMBEDDINGS=local.',
    );
  }
  return config;
}

function checkWeaviate({ LIBRARY, WEAVIATE_URL = [], WEAVIATE_GRPC_URL }: Config): void {
  if (LIBRARY !== 'weaviate') return;
  if (WEAVIATE_URL.length === 0) {
    throw new ConfigError(
      'LIBRARY="weaviate" needs WEAVIATE_URL, such as http://127.0.0.1:8080. Set it, or LIBRARY=local.',
    );
  }
  if (WEAVIATE_GRPC_URL !== undefined && WEAVIATE_GRPC_URL.length !== WEAVIATE_URL.length) {
    throw new ConfigError(
      `WEAVIATE_GRPC_URL names ${WEAVIATE_GRPC_URL.length} nodes, WEAVIATE_URL ${WEAVIATE_URL.length}; name the same nodes in both, in the same order.`,
    );
  }
}

/** Who is asked for written answers. */
export interface ChatProvider {
  readonly model: string;
  readonly apiKey: string | undefined;
  /** With its `/v1`; OpenAI's own when undefined. */
  readonly baseUrl: string | undefined;
}

/**
 * @param keys how many were made; the one of the environment aside
 * @throws ConfigError when other machines can reach the server, and nobody could be let in
 */
export function demandKey({ HOST, API_KEY, DEMO }: Config, keys: number): void {
  if (isLoopback(HOST) || API_KEY !== undefined || keys > 0 || DEMO === 'on') return;
  throw new ConfigError(
    `HOST="${HOST}" can be reached from other machines, and there is no key. Set API_KEY to at least 16 characters, or make a key with npm run keys -- add --name <name> --scope admin, or set HOST to 127.0.0.1.`,
  );
}

/** Null where neither a key nor an address names one. */
export function chatProviderOf(config: Config): ChatProvider | null {
  const { OPENAI_MODEL: model, OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = config;
  return apiKey === undefined && baseUrl === undefined ? null : { model, apiKey, baseUrl };
}

/** True for names and addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(bare);
}
