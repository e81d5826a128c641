/** The library over HTTP, read only: search, documents, suggestions. */
import express, { type Router } from 'express';
import type { Pipeline } from '../pipeline-contract.ts';
import { searchQuerySchema, suggestionsQuerySchema } from './contract.ts';
import { parseInput } from './parse-input.ts';

export function libraryRoutes(
  pipeline: Pick<
    Pipeline,
    'search' | 'documents' | 'document' | 'chunks' | 'mode' | 'indexedAt' | 'suggestions'
  >,
): Router {
  const routes = express.Router();
  routes.get('/search', async (request, response) => {
    const { q, k, source } = parseInput(searchQuerySchema, request.query);
    response.json(await pipeline.search(q, k, { sources: namesOf(source) }));
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
    response.json({
      id,
      uri,
      title,
      mediaType,
      contentHash,
      text,
      sections: outline,
      pages: document.pages ?? [],
      isConverted: document.original !== undefined,
      metadata,
    });
  });
  routes.get('/documents/:id/chunks', async (request, response) => {
    response.json({ chunks: await pipeline.chunks(request.params.id) });
  });
  routes.get('/suggestions', async (request, response) => {
    const { count, source } = parseInput(suggestionsQuerySchema, request.query);
    response.json({ suggestions: await pipeline.suggestions(count, namesOf(source)) });
  });
  return routes;
}

/** A query holds one name as itself, and several as a list. */
function namesOf(source: string | string[] | undefined): string[] | undefined {
  return typeof source === 'string' ? [source] : source;
}
