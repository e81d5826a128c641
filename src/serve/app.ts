/** Pipeline -> Express application. Routes only translate; every rule lives behind the pipeline. */
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';
import type { Pipeline } from '../pipeline-contract.ts';
import { chatRequestSchema, searchQuerySchema } from './contract.ts';
import { createErrorHandler, sendError } from './errors.ts';
import { checkHostAndOrigin, requireApiKey, securityHeaders } from './guards.ts';

export interface AppOptions {
  readonly host: string;
  readonly apiKey: string | undefined;
  /** What the server is doing before it can answer; undefined when it can. */
  readonly preparing: () => string | undefined;
  /** Hears of errors that are nobody's input. */
  readonly onUnexpectedError: (error: unknown) => void;
}

const bodyLimit = '256kb';
const webFolder = fileURLToPath(new URL('../../web/', import.meta.url));

export function createApp(pipeline: Pipeline, options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(securityHeaders, checkHostAndOrigin(options.host));

  app.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/ready', (_request, response) => {
    if (pipeline.isReady()) response.json({ status: 'ready' });
    else sendError(response, 503, 'not-ready', options.preparing() ?? 'There is no index yet.');
  });

  const api = express.Router();
  api.use(requireApiKey(options.apiKey));
  api.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    if (pipeline.isReady()) return next();
    response.set('Retry-After', '2');
    sendError(
      response,
      503,
      'not-ready',
      options.preparing() ?? 'There is no index yet; run npm run ingest.',
    );
  });
  api.post('/chat', express.json({ limit: bodyLimit }), async (request, response) => {
    const { question, history } = chatRequestSchema.parse(request.body ?? {});
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const answered = await pipeline.ask(question, { history, signal: gone.signal });
    response.json(answered);
  });
  api.get('/search', async (request, response) => {
    const { q, k } = searchQuerySchema.parse(request.query);
    response.json(await pipeline.search(q, k));
  });
  api.get('/documents', async (_request, response) => {
    response.json({ documents: await pipeline.documents(), mode: await pipeline.mode() });
  });
  api.get('/documents/:id', async (request, response) => {
    const { id, uri, title, mediaType, text, contentHash, sections } = await pipeline.document(
      request.params.id,
    );
    const outline = sections.map(({ start, end, headingPath }) => ({ start, end, headingPath }));
    response.json({ id, uri, title, mediaType, contentHash, text, sections: outline });
  });
  api.all(['/chat', '/search', '/documents', '/documents/:id'], (request, response) => {
    response.set('Allow', request.path === '/chat' ? 'POST' : 'GET');
    sendError(response, 405, 'method-not-allowed', `${request.method} is not allowed here.`);
  });
  app.use('/api', api);

  app.use(express.static(webFolder, { index: 'index.html', dotfiles: 'ignore' }));
  app.use((_request, response) => {
    sendError(response, 404, 'not-found', 'There is nothing at this address.');
  });
  app.use(createErrorHandler(options.onUnexpectedError));
  return app;
}
