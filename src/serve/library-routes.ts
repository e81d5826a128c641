/** The library over HTTP, read only: search, documents, suggestions, and how well it all works. */
import { readFile } from 'node:fs/promises';
import express, { type Router } from 'express';
import { ConfigError, NotFoundError } from '../errors.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import { evaluationSchema, searchQuerySchema, suggestionsQuerySchema } from './contract.ts';
import { sendError } from './errors.ts';

const shippedEvaluation = new URL('../../docs/evaluation.json', import.meta.url);

/** @param evaluationFile what `npm run eval -- --report` made */
export function libraryRoutes(
  pipeline: Pick<
    Pipeline,
    'search' | 'documents' | 'document' | 'chunks' | 'mode' | 'indexedAt' | 'suggestions'
  >,
  evaluationFile: URL | string = shippedEvaluation,
): Router {
  const routes = express.Router();
  routes.get('/search', async (request, response) => {
    const { q, k } = searchQuerySchema.parse(request.query);
    response.json(await pipeline.search(q, k));
  });
  routes.get('/documents', async (_request, response) => {
    const [documents, mode, indexedAt] = await Promise.all([
      pipeline.documents(),
      pipeline.mode(),
      pipeline.indexedAt(),
    ]);
    response.json({ documents, mode, indexedAt });
  });
  routes.get('/documents/:id', async (request, response) => {
    const document = await pipeline.document(request.params.id);
    const { id, uri, title, mediaType, text, contentHash, sections } = document;
    const outline = sections.map(({ start, end, headingPath }) => ({ start, end, headingPath }));
    const { questions: _keys, ...metadata } = document.metadata;
    response.json({ id, uri, title, mediaType, contentHash, text, sections: outline, metadata });
  });
  routes.get('/documents/:id/chunks', async (request, response) => {
    response.json({ chunks: await pipeline.chunks(request.params.id) });
  });
  routes.get('/suggestions', async (request, response) => {
    const { count } = suggestionsQuerySchema.parse(request.query);
    response.json({ suggestions: await pipeline.suggestions(count) });
  });
  routes.get('/evaluation', async (_request, response) => {
    response.json(await readEvaluation(evaluationFile));
  });
  routes.all(
    [
      '/search',
      '/documents',
      '/documents/:id',
      '/documents/:id/chunks',
      '/suggestions',
      '/evaluation',
    ],
    (request, response) => {
      response.set('Allow', 'GET');
      sendError(response, 405, 'method-not-allowed', `${request.method} is not allowed here.`);
    },
  );
  return routes;
}

async function readEvaluation(file: URL | string) {
  let json: string;
  try {
    json = await readFile(file, 'utf8');
  } catch (cause) {
    throw new NotFoundError(
      'There is no evaluation to show; npm run eval -- --report docs/evaluation.md makes one.',
      { cause },
    );
  }
  try {
    return evaluationSchema.parse(JSON.parse(json));
  } catch (cause) {
    // Not the asker's mistake, as a schema's error would say.
    throw new ConfigError(
      'The evaluation file has another shape than this Groundwork shows; npm run eval -- --report docs/evaluation.md makes it anew.',
      { cause },
    );
  }
}
