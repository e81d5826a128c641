/**
 * The one schema of the environment. The README's table and `.env.example` are generated from it.
 * Values go down as plain data: nothing else in `src/` reads `process.env`.
 */
import { z } from 'zod';
import { ConfigError } from './errors.ts';

const text = z.string().trim().min(1);
const url = z
  .url({ protocol: /^https?$/ })
  .refine((address) => !/^https?:\/\/[^/]*@/i.test(address), {
    message: 'An address may hold no name or password; use the variable of the key.',
  });

export const environmentSchema = z.object({
  HOST: text
    .default('127.0.0.1')
    .describe('Address to listen on. Any address but loopback demands `API_KEY`.'),
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
  API_KEY: text
    .min(16)
    .optional()
    .describe(
      'Key of at least 16 characters that requests from other machines must send as `Authorization: Bearer`.',
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
  if (!isLoopback(config.HOST) && config.API_KEY === undefined) {
    throw new ConfigError(
      `HOST="${config.HOST}" can be reached from other machines, and API_KEY is not set. Set API_KEY to at least 16 characters, or HOST to 127.0.0.1.`,
    );
  }
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

/** Who is asked for written answers. */
export interface ChatProvider {
  readonly model: string;
  readonly apiKey: string | undefined;
  /** With its `/v1`; OpenAI's own when undefined. */
  readonly baseUrl: string | undefined;
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
