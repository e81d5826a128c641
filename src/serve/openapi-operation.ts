/** One operation of the OpenAPI document: what it needs, what it gives, and every way in which it fails. */
import type { z } from 'zod';
import type {
  oas31,
  ZodOpenApiLinkObject,
  ZodOpenApiOperationObject,
  ZodOpenApiResponsesObject,
} from 'zod-openapi';
import type { Policy } from '../access/policies.ts';
import { errorResponseSchema } from './contract.ts';

export interface DescribedOperation {
  /** Unique; links name it. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Media type of the body; JSON unless given. */
  readonly bodyType?: 'multipart/form-data';
  /** Bodies to try, by a name of theirs. */
  readonly examples?: Readonly<Record<string, unknown>>;
  /** What comes back, by media type; no content unless given. */
  readonly gives?: Readonly<Record<string, z.ZodType>>;
  /** 200 with content and 204 without, unless given. */
  readonly status?: '200' | '201' | '202' | '204';
  /** When it is done with 202 and no content instead. */
  readonly accepted?: string;
  readonly headers?: Readonly<Record<string, oas31.HeaderObject>>;
  readonly links?: Readonly<Record<string, ZodOpenApiLinkObject>>;
  /** Beyond those that follow from policy, parameters and body. */
  readonly failures?: readonly FailureStatus[];
  /** Shape of its errors; Groundwork's own unless given. */
  readonly errors?: z.ZodType;
  /** Whether it answers however often it is asked. */
  readonly isUnlimited?: boolean;
}

export type FailureStatus = keyof typeof failureDescriptions;

const failureDescriptions = {
  '400': 'The request is not as described here; the message names the field and what is allowed.',
  '401': 'There is no valid key with the request.',
  '403': 'The key may not do this, or the Host or the Origin is not one that is answered.',
  '404': 'What was named does not exist.',
  '406': 'The caller does not accept what the reply would be.',
  '409': 'What was asked for does not fit what there is.',
  '413': 'The body is too large; the message says how much is allowed.',
  '415': 'The body is encoded in a way that cannot be read.',
  '429': 'Too much was asked within a short time.',
  '431': 'The address is too long.',
  '500': 'Something failed inside; the log of the server says what.',
  '502': 'The model provider failed.',
  '503': 'Not now: there is no index yet, too many are asking, or the server is stopping.',
} as const;

const retryAfter: oas31.HeaderObject = {
  description: 'Seconds until it is worth asking again.',
  schema: { type: 'integer', minimum: 0 },
};
const challenge: oas31.HeaderObject = {
  description: 'How to send a key.',
  schema: { type: 'string' },
};
const requestId: oas31.HeaderObject = {
  description: 'Names this request in the log of the server.',
  schema: { type: 'string' },
};
const failureHeaders: Partial<Record<FailureStatus, Readonly<Record<string, oas31.HeaderObject>>>> =
  {
    '401': { 'WWW-Authenticate': challenge },
    '429': { 'Retry-After': retryAfter },
    '503': { 'Retry-After': retryAfter },
  };

/** Any of the three carriers of a key. */
const anyKey = [{ bearer: [] }, { header: [] }, { session: [] }];

/** @param policy who may do it, out of the table that the server itself obeys */
export function describeOperation(
  described: DescribedOperation,
  policy: Policy,
): ZodOpenApiOperationObject {
  const { id, summary, tag, path, query, body, gives, links, headers } = described;
  const status = described.status ?? (gives === undefined ? '204' : '200');
  const scope = policy === 'public' ? 'Needs no key.' : `Needs a key of scope \`${policy}\`.`;
  const responses: ZodOpenApiResponsesObject = {
    [status]: {
      description: 'Done.',
      headers: { 'X-Request-Id': requestId, ...headers },
      ...(gives && { content: contentOf(gives) }),
      ...(links && { links }),
    },
  };
  if (described.accepted !== undefined) {
    const description = described.accepted;
    responses['202'] = { description, headers: { 'X-Request-Id': requestId } };
  }
  for (const failure of failuresOf(described, policy)) {
    responses[failure] = failureReply(failure, described);
  }
  return {
    operationId: id,
    summary,
    description: [described.description, scope].filter(Boolean).join(' '),
    tags: [tag],
    security: policy === 'public' ? [] : anyKey,
    ...((path || query) && { requestParams: { ...(path && { path }), ...(query && { query }) } }),
    ...(body && {
      requestBody: {
        required: true,
        content: {
          [described.bodyType ?? 'application/json']: {
            schema: body,
            ...(described.examples && { examples: namedExamples(described.examples) }),
          },
        },
      },
    }),
    responses,
  };
}

function failuresOf(described: DescribedOperation, policy: Policy): FailureStatus[] {
  const { path, query, body, failures = [], isUnlimited = false } = described;
  const expected = new Set<FailureStatus>(['403', '500', ...failures]);
  if (path || query || body) expected.add('400');
  if (path) expected.add('404');
  if (body) for (const status of ['413', '415'] as const) expected.add(status);
  if (policy !== 'public') expected.add('401');
  if (!isUnlimited) expected.add('429');
  return [...expected].sort();
}

function failureReply(status: FailureStatus, { errors = errorResponseSchema }: DescribedOperation) {
  return {
    description: failureDescriptions[status],
    headers: { 'X-Request-Id': requestId, ...failureHeaders[status] },
    content: contentOf({ 'application/json': errors }),
  };
}

function contentOf(gives: Readonly<Record<string, z.ZodType>>) {
  return Object.fromEntries(Object.entries(gives).map(([type, schema]) => [type, { schema }]));
}

function namedExamples(examples: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
}
