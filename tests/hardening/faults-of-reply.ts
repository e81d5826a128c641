/** What must never be in a reply, whatever was asked: for tests of errors. */
import { homedir, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { errorResponseSchema } from '../../src/serve/contract.ts';
import { openaiErrorSchema } from '../../src/serve/openai-contract.ts';

export interface JudgedReply {
  readonly status: number;
  readonly headers: Pick<ReadonlyMap<string, string>, 'get'>;
  readonly body: string;
}

const ownErrorSchema = z.strictObject({ error: errorResponseSchema.shape.error.strict() });
const openaiSchema = z.strictObject({ error: openaiErrorSchema.shape.error.strict() });
const rpcErrorSchema = z.looseObject({
  jsonrpc: z.literal('2.0'),
  error: z.looseObject({ code: z.int(), message: z.string() }),
});

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');
const paths = [root, tmpdir(), homedir()].filter((folder) => folder.length > 3);
const leaks: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a stack', /\n\s+at .+:\d+|\bat (?:async )?[\w.<>]+ \(.+\)|node:internal|node_modules/],
  ['an absolute path', /file:\/\/\/|\b[A-Z]:\\\\|(?:^|[\s"'(])\/(?:home|root|usr|var|etc|opt)\/\w/],
  ['a key', /\b(?:sk-|gw_)[\w-]{16,}/],
];

/**
 * In words, none when all is well. Statuses that refuse must carry the one shape of errors: OpenAI's
 * below `/v1`, ours or JSON-RPC's at `/mcp`, ours everywhere else; a reply to HEAD carries none.
 *
 * @param path as it was asked for; undefined where the request was too broken to have one
 */
export function faultsOfReply(
  reply: JudgedReply,
  path: string | undefined,
  isHead = false,
): string[] {
  const { status, headers, body } = reply;
  if (status < 400) return [];
  return [
    ...(status >= 500 && !isBusy(reply) ? [`status ${status}`] : []),
    ...leaks.filter(([, pattern]) => pattern.test(body)).map(([what]) => `${what} in the error`),
    ...paths.filter((folder) => body.includes(folder)).map(() => 'an absolute path in the error'),
    ...(isHead || isPageNotBuilt(reply) || hasErrorShape(body, headers.get('content-type'), path)
      ? []
      : [`not the one shape of errors: ${status} ${JSON.stringify(body.slice(0, 200))}`]),
  ];
}

/** The only status of 500 and above that is described: not now, and when to come again. */
function isBusy({ status, headers }: JudgedReply): boolean {
  return status === 503 && headers.get('retry-after') !== undefined;
}

function isPageNotBuilt({ status, headers }: JudgedReply): boolean {
  return status === 503 && (headers.get('content-type') ?? '').startsWith('text/plain');
}

function hasErrorShape(body: string, type: string | undefined, path: string | undefined): boolean {
  if (!(type ?? '').startsWith('application/json')) return false;
  let error: unknown;
  try {
    error = JSON.parse(body);
  } catch {
    return false;
  }
  const fits = (schema: z.ZodType) => schema.safeParse(error).success;
  if (path === undefined) return [ownErrorSchema, openaiSchema, rpcErrorSchema].some(fits);
  // What is too broken to be routed is answered before there is a path.
  if (/^\/v1(?:\/|$)/i.test(path)) return fits(openaiSchema) || isUnrouted(error);
  return fits(ownErrorSchema) || (/^\/mcp(?:\/|$)/i.test(path) && fits(rpcErrorSchema));
}

/** Codes of what the server says of bytes that it cannot read as a request. */
function isUnrouted(error: unknown): boolean {
  const parsed = ownErrorSchema.safeParse(error);
  return parsed.success && unroutedCodes.has(parsed.data.error.code);
}

const unroutedCodes = new Set(['invalid-request', 'headers-too-large', 'too-large', 'timeout']);
