/** The wire as an OpenAPI 3.1 document, made of the schemas that the routes themselves use. */
import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import {
  chatResponseSchema,
  chunkListSchema,
  conversationListSchema,
  conversationQuerySchema,
  conversationSchema,
  diagnosisSchema,
  documentListSchema,
  documentSchema,
  errorResponseSchema,
  evaluationSchema,
  exportQuerySchema,
  messagesRequestSchema,
  questionRequestSchema,
  renameRequestSchema,
  searchQuerySchema,
  searchResponseSchema,
  sessionRequestSchema,
  settingChangesSchema,
  settingsSchema,
  suggestionsQuerySchema,
  suggestionsSchema,
  turnDetailSchema,
} from './contract.ts';
import {
  completionRequestSchema,
  completionSchema,
  modelListSchema,
  modelSchema,
  openaiErrorSchema,
} from './openai-contract.ts';

const json = (schema: z.ZodType) => ({ 'application/json': { schema } });
const reply = (description: string, schema: z.ZodType) => ({ description, content: json(schema) });
const failure = reply('What is wrong, and what to do.', errorResponseSchema);
const failures = { '4XX': failure, '5XX': failure };
const openaiFailure = reply('What is wrong, in the shape of OpenAI.', openaiErrorSchema);
const id = z.object({ id: z.string() });

interface Operation {
  readonly summary: string;
  readonly tag: string;
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Undefined where the reply has no content. */
  readonly response?: z.ZodType;
}

function operation(described: Operation): ZodOpenApiOperationObject {
  const { summary, tag, path, query, body, response } = described;
  return {
    summary,
    tags: [tag],
    requestParams: { ...(path && { path }), ...(query && { query }) },
    ...(body && { requestBody: { required: true, content: json(body) } }),
    responses: {
      ...(response ? { '200': reply('Done.', response) } : { '204': { description: 'Done.' } }),
      ...failures,
    },
  };
}

const eventStream = {
  'text/event-stream': {
    schema: z.string().meta({
      description: 'The UI message stream of the AI SDK, version 1; it ends with `data: [DONE]`.',
    }),
  },
};

const ask: ZodOpenApiOperationObject = {
  summary: 'Ask a question; the answer comes whole, or as an event stream',
  tags: ['ask'],
  requestBody: {
    required: true,
    content: json(z.union([questionRequestSchema, messagesRequestSchema])),
  },
  responses: {
    '200': {
      description: 'The answer, with its passages and its trace.',
      content: { ...json(chatResponseSchema), ...eventStream },
    },
    ...failures,
  },
};

const complete: ZodOpenApiOperationObject = {
  summary: "Ask as OpenAI's clients do",
  tags: ['openai'],
  requestBody: { required: true, content: json(completionRequestSchema) },
  responses: {
    '200': {
      description: 'The completion.',
      content: { ...json(completionSchema), ...eventStream },
    },
    '4XX': openaiFailure,
    '5XX': openaiFailure,
  },
};

const status = z.object({ status: z.string() });

const paths: ZodOpenApiPathsObject = {
  '/api/chat': { post: ask },
  '/api/search': {
    get: operation({
      summary: 'Passages that fit a question, best first',
      tag: 'library',
      query: searchQuerySchema,
      response: searchResponseSchema,
    }),
  },
  '/api/documents': {
    get: operation({ summary: 'All documents', tag: 'library', response: documentListSchema }),
  },
  '/api/documents/{id}': {
    get: operation({
      summary: 'A document with its text',
      tag: 'library',
      path: id,
      response: documentSchema,
    }),
  },
  '/api/documents/{id}/chunks': {
    get: operation({
      summary: 'Where a document was cut',
      tag: 'library',
      path: id,
      response: chunkListSchema,
    }),
  },
  '/api/suggestions': {
    get: operation({
      summary: 'Questions to begin with',
      tag: 'library',
      query: suggestionsQuerySchema,
      response: suggestionsSchema,
    }),
  },
  '/api/evaluation': {
    get: operation({
      summary: 'The committed evaluation',
      tag: 'library',
      response: evaluationSchema,
    }),
  },
  '/api/conversations': {
    get: operation({
      summary: 'Stored conversations, newest first',
      tag: 'conversations',
      query: conversationQuerySchema,
      response: conversationListSchema,
    }),
  },
  '/api/conversations/{id}': {
    get: operation({
      summary: 'A conversation with its turns',
      tag: 'conversations',
      path: id,
      response: conversationSchema,
    }),
    patch: operation({
      summary: 'Rename a conversation',
      tag: 'conversations',
      path: id,
      body: renameRequestSchema,
    }),
    delete: operation({ summary: 'Delete a conversation', tag: 'conversations', path: id }),
  },
  '/api/conversations/{id}/export': {
    get: {
      summary: 'A conversation as a file',
      tags: ['conversations'],
      requestParams: { path: id, query: exportQuerySchema },
      responses: {
        '200': {
          description: 'The file.',
          content: { 'text/markdown': { schema: z.string() }, ...json(conversationSchema) },
        },
        ...failures,
      },
    },
  },
  '/api/turns/{id}': {
    get: operation({
      summary: 'A question with its answer, passages and trace',
      tag: 'conversations',
      path: id,
      response: turnDetailSchema,
    }),
  },
  '/api/settings': {
    get: operation({
      summary: 'What is set; secrets never',
      tag: 'settings',
      response: settingsSchema,
    }),
    put: operation({
      summary: 'Change settings',
      tag: 'settings',
      body: settingChangesSchema,
      response: settingsSchema,
    }),
  },
  '/api/settings/test': {
    post: operation({
      summary: 'Try settings out before they are saved',
      tag: 'settings',
      body: settingChangesSchema,
      response: diagnosisSchema,
    }),
  },
  '/api/session': {
    post: operation({
      summary: 'Keep the API key in a cookie, for a browser',
      tag: 'session',
      body: sessionRequestSchema,
    }),
    delete: operation({ summary: 'Forget the cookie', tag: 'session' }),
  },
  '/v1/models': {
    get: operation({ summary: 'Who answers', tag: 'openai', response: modelListSchema }),
  },
  '/v1/models/{id}': {
    get: operation({ summary: 'One of them', tag: 'openai', path: id, response: modelSchema }),
  },
  '/v1/chat/completions': { post: complete },
  '/health': {
    get: operation({ summary: 'Whether the server runs', tag: 'server', response: status }),
  },
  '/ready': {
    get: operation({ summary: 'Whether it can answer', tag: 'server', response: status }),
  },
};

/** The document, ready to be sent. */
export function createOpenApiDocument() {
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Groundwork',
      version: '0.1.0',
      description:
        'Answers questions from documents, with citations that were checked against their sources.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{}, { bearer: [] }, { session: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'groundwork_session' },
      },
    },
    paths,
  });
}
