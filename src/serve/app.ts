/** Pipeline -> Express application. Routes only translate; every rule lives behind the pipeline. */
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import type { ConversationStore } from '../conversations/contract.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import { createAttemptLimit } from './attempt-limit.ts';
import { createChangedSources } from './changed-sources.ts';
import { chatRoute } from './chat-route.ts';
import { conversationRoutes } from './conversation-routes.ts';
import { createErrorHandler, sendError } from './errors.ts';
import { evaluationRoute } from './evaluation-route.ts';
import { checkHostAndOrigin, requireApiKey, securityHeaders } from './guards.ts';
import { libraryRoutes } from './library-routes.ts';
import { mcpRoute } from './mcp-route.ts';
import { openaiRoutes } from './openai-routes.ts';
import { type PageOptions, pageRoutes } from './page-routes.ts';
import { sessionRoutes } from './session.ts';
import { type SettingsRoutesOptions, settingsRoutes } from './settings-routes.ts';

export interface AppOptions {
  readonly host: string;
  readonly apiKey: string | undefined;
  readonly conversations: ConversationStore;
  readonly page: PageOptions;
  /** What the page may change; without it there is nothing to set. */
  readonly settings?: Omit<SettingsRoutesOptions, 'pipeline'>;
  /** Whether `/v1` ends answers with a list of their sources; true unless given. */
  readonly sourcesList?: boolean;
  /** What the server is doing before it can answer; undefined when it can. */
  readonly preparing: () => string | undefined;
  /** Hears of errors that are nobody's input. */
  readonly onUnexpectedError: (error: unknown) => void;
}

/** A conversation of some hundred turns, as `useChat` sends it whole. */
const chatBodyLimit = '1mb';

export function createApp(pipeline: Pipeline, options: AppOptions): Express {
  const { conversations, onUnexpectedError } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  const attempts = createAttemptLimit();
  const requireKey = requireApiKey(options.apiKey, attempts);
  app.use(compression());
  app.use(securityHeaders, checkHostAndOrigin(options.host));

  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/ready', (_request, response) => {
    if (pipeline.isReady()) response.json({ status: 'ready' });
    else sendError(response, 503, 'not-ready', options.preparing() ?? 'There is no index yet.');
  });

  app.get('/openapi.json', async (_request, response) => {
    const { createOpenApiDocument } = await import('./openapi.ts');
    response.json(createOpenApiDocument());
  });

  const api = express.Router();
  api.use(sessionRoutes(options.apiKey, attempts));
  api.use(requireKey);
  api.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  // What was asked before can be read, whatever the index is doing.
  api.use(conversationRoutes(conversations, createChangedSources(pipeline)));
  api.use(evaluationRoute());
  if (options.settings) api.use(settingsRoutes({ pipeline, ...options.settings }));
  api.use(waitForIndex(pipeline, options.preparing));
  api.use(libraryRoutes(pipeline));
  api.post(
    '/chat',
    express.json({ limit: chatBodyLimit }),
    chatRoute({ pipeline, conversations, suggest: pipeline.followUps, onUnexpectedError }),
  );
  api.all('/chat', (request, response) => {
    response.set('Allow', 'POST');
    sendError(response, 405, 'method-not-allowed', `${request.method} is not allowed here.`);
  });
  app.use('/api', api);

  app.use(
    '/v1',
    requireKey,
    waitForIndex(pipeline, options.preparing),
    openaiRoutes({ pipeline, sourcesList: options.sourcesList ?? true, onUnexpectedError }),
  );

  app.all('/mcp', requireKey, mcpRoute({ pipeline, onUnexpectedError }));

  app.use(pageRoutes(options.page));
  app.use((_request, response) => {
    sendError(response, 404, 'not-found', 'There is nothing at this address.');
  });
  app.use(createErrorHandler(onUnexpectedError));
  return app;
}

/** Replies 503 until there is an index, and says what is being done. */
function waitForIndex(pipeline: Pipeline, preparing: () => string | undefined): RequestHandler {
  return (_request, response, next) => {
    if (pipeline.isReady()) return next();
    response.set('Retry-After', '2');
    const message = preparing() ?? 'There is no index yet; run npm run ingest.';
    sendError(response, 503, 'not-ready', message);
  };
}
