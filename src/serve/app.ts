/** Pipeline -> Express application. Routes only translate; every rule lives behind the pipeline. */
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import { type AnswerSlots, createAnswerSlots } from '../access/answer-slots.ts';
import { createAttemptLimit } from '../access/attempt-limit.ts';
import type { Doors } from '../access/authorise.ts';
import { type Keys, openKeys } from '../access/keys.ts';
import { methodsOf, policies } from '../access/policies.ts';
import { createRateLimit, type RateLimitOptions } from '../access/rate-limit.ts';
import type { TokenQuota } from '../access/token-quota.ts';
import { createProxyCheck } from '../access/trusted-proxies.ts';
import type { ConversationStore } from '../conversations/contract.ts';
import { createForgetfulConversations } from '../conversations/forgetful-conversations.ts';
import type { Intake } from '../ingest/intake.ts';
import { createSilentObservation, type Observation } from '../observe/observation.ts';
import { observePipeline } from '../observe/observe-pipeline.ts';
import { observeRequests } from '../observe/observe-requests.ts';
import { createRoutePatterns } from '../observe/route-pattern.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import { admitByResponse, createAdmission } from './admit-question.ts';
import { createChangedSources } from './changed-sources.ts';
import { chatRoute } from './chat-route.ts';
import { conversationRoutes } from './conversation-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { createErrorHandler, sendError } from './errors.ts';
import { evaluationRoute } from './evaluation-route.ts';
import { checkHostAndOrigin, checkReplacing, requireAccess, securityHeaders } from './guards.ts';
import { keyRoutes } from './key-routes.ts';
import { libraryRoutes } from './library-routes.ts';
import { countCalls, limitRequests } from './limit-requests.ts';
import { mcpRoute } from './mcp-route.ts';
import { metricsRoute } from './metrics-route.ts';
import { openaiRoutes } from './openai-routes.ts';
import { type PageOptions, pageRoutes } from './page-routes.ts';
import { readJson } from './read-json.ts';
import { sessionRoutes } from './session-routes.ts';
import { type SettingsRoutesOptions, settingsRoutes } from './settings-routes.ts';

export interface AppOptions {
  readonly host: string;
  /** Opens all; `keys` knows it already where that is given. */
  readonly apiKey?: string | undefined;
  /** The keys that open the server; the one of `apiKey` alone unless given. */
  readonly keys?: Keys;
  /** Addresses and ranges whose word on a caller's address is taken; none unless given. */
  readonly trustedProxies?: readonly string[];
  /** Anyone may ask and read; nothing is kept and nothing can be changed. */
  readonly demo?: boolean;
  readonly conversations: ConversationStore;
  readonly page: PageOptions;
  /** What the page may change; without it there is nothing to set. */
  readonly settings?: Omit<SettingsRoutesOptions, 'pipeline'>;
  /** Takes documents in and gives originals out; without it there are only those of the index. */
  readonly intake?: Intake;
  /** Largest file that may be uploaded; 100 MB unless given. */
  readonly maxUploadBytes?: number;
  /** Whether `/v1` ends answers with a list of their sources; true unless given. */
  readonly sourcesList?: boolean;
  /** What the server is doing before it can answer; undefined when it can. */
  readonly preparing: () => string | undefined;
  /** Of each caller, by key and by address; unbounded unless given. */
  readonly requestsPerMinute?: number;
  readonly answersPerMinute?: number;
  /** The answers at a time, which also end when the server stops; unbounded unless given. */
  readonly answerSlots?: AnswerSlots;
  /** What the language model may take in a day; unbounded unless given. */
  readonly tokenQuota?: TokenQuota | undefined;
  /** Where it is told what happens; counted and not logged unless given. */
  readonly observation?: Observation;
  /** Hears of errors that are nobody's input, beside the log. */
  readonly onUnexpectedError?: (error: unknown) => void;
}

/** A conversation of some hundred turns, as `useChat` sends it whole. */
const chatBodyLimit = '1mb';
const mcpBodyLimit = '1mb';

export function createApp(unobserved: Pipeline, options: AppOptions): Express {
  const { metrics, observer } = options.observation ?? createSilentObservation(unobserved);
  const pipeline = observePipeline(unobserved, observer);
  const onUnexpectedError = (error: unknown) => {
    observer.failed(error, 'request');
    options.onUnexpectedError?.(error);
  };
  const { demo = false, trustedProxies = [] } = options;
  const conversations = demo ? createForgetfulConversations() : options.conversations;
  const keys = options.keys ?? openKeys({ environmentKey: options.apiKey });
  const doors: Doors = {
    keys,
    attempts: createAttemptLimit(),
    staleSessions: createAttemptLimit({ max: 1 }),
    isProxy: createProxyCheck(trustedProxies),
    demo,
  };
  const { answerSlots: slots = createAnswerSlots(Number.POSITIVE_INFINITY) } = options;
  const rateOf = (what: RateLimitOptions['what'], perMinute: number | undefined) =>
    perMinute === undefined ? undefined : createRateLimit({ what, perMinute });
  const requestRate = rateOf('requests', options.requestsPerMinute);
  const admit = createAdmission({
    pipeline,
    slots,
    rate: rateOf('answers', options.answersPerMinute),
    quota: options.tokenQuota,
  });
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', trustedProxies.length > 0 ? [...trustedProxies] : false);
  const routeOf = createRoutePatterns(Object.keys(policies).map((route) => route.split(' ')[1]!));
  app.use(observeRequests({ observer, routeOf }));
  app.use(compression());
  app.use(securityHeaders, checkHostAndOrigin(options.host));
  app.use(requireAccess(doors, keys.onRevoked));
  app.use((_request, response, next) => {
    // Whoever comes next over this connection is to find another server.
    if (slots.isClosed) response.set('Connection', 'close');
    next();
  });
  if (requestRate) app.use(limitRequests(requestRate));
  app.use(refuseOtherMethods);

  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/ready', (_request, response) => {
    const isStopping = slots.isClosed;
    if (!isStopping && pipeline.isReady()) return void response.json({ status: 'ready' });
    response.set('Retry-After', '2');
    if (isStopping) sendError(response, 503, 'stopping', 'The server is stopping.');
    else sendError(response, 503, 'not-ready', options.preparing() ?? 'There is no index yet.');
  });

  app.get('/openapi.json', async (_request, response) => {
    const { createOpenApiDocument } = await import('./openapi.ts');
    response.json(createOpenApiDocument());
  });

  app.get('/metrics', metricsRoute(metrics));

  const api = express.Router();
  api.use(sessionRoutes({ ...doors, answerers: () => pipeline.answerers() }));
  api.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  // What was asked before can be read, whatever the index is doing.
  api.use(conversationRoutes(conversations, createChangedSources(pipeline)));
  api.use(evaluationRoute());
  api.use(keyRoutes(keys));
  if (options.settings) api.use(settingsRoutes({ pipeline, ...options.settings }));
  const { intake, maxUploadBytes = 100_000_000 } = options;
  if (intake) api.use(documentRoutes({ pipeline, intake, maxUploadBytes }));
  api.use(waitForIndex(pipeline, options.preparing));
  api.use(libraryRoutes(pipeline));
  api.post(
    '/chat',
    ...readJson(chatBodyLimit),
    ...(demo ? [] : [checkReplacing]),
    chatRoute({
      pipeline,
      conversations,
      suggest: pipeline.followUps,
      onUnexpectedError,
      keeps: !demo,
      admit: admitByResponse(admit),
    }),
  );
  app.use('/api', api);

  app.use(
    '/v1',
    waitForIndex(pipeline, options.preparing),
    openaiRoutes({
      pipeline,
      sourcesList: options.sourcesList ?? true,
      onUnexpectedError,
      admit: admitByResponse(admit),
    }),
  );

  // Without sessions there is nothing to open with GET or to end with DELETE.
  app.post(
    '/mcp',
    ...readJson(mcpBodyLimit),
    ...(requestRate ? [countCalls(requestRate)] : []),
    mcpRoute({ pipeline, admit, onUnexpectedError }),
  );

  app.use(pageRoutes(options.page));
  app.use(sayNothingHere);
  app.use(createErrorHandler(onUnexpectedError));
  return app;
}

/** 405 where the path is known under other methods. */
const refuseOtherMethods: RequestHandler = (request, response, next) => {
  const { method, path } = request;
  const methods = methodsOf(path);
  if (methods.length > 0 && !methods.includes(method === 'HEAD' ? 'GET' : method)) {
    response.set('Allow', methods.join(', '));
    return sendError(response, 405, 'method-not-allowed', `${method} is not allowed here.`);
  }
  // Express would answer by itself, with the methods of whichever router comes first.
  if (method === 'OPTIONS') sayNothingHere(request, response, next);
  else next();
};

const sayNothingHere: RequestHandler = (_request, response) => {
  sendError(response, 404, 'not-found', 'There is nothing at this address.');
};

/** Replies 503 until there is an index, and says what is being done. */
function waitForIndex(pipeline: Pipeline, preparing: () => string | undefined): RequestHandler {
  return (_request, response, next) => {
    if (pipeline.isReady()) return next();
    response.set('Retry-After', '2');
    const message = preparing() ?? 'There is no index yet; run npm run ingest.';
    sendError(response, 503, 'not-ready', message);
  };
}
