/** The built page: its files, and its one document under every address that a view has. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Router } from 'express';

export interface PageOptions {
  /** Folder of the built page. */
  readonly folder: string;
  /** What keeps the page from being there, for its reader; asked only while it is missing. */
  readonly missing: () => string;
}

const notPages = /^\/(?:api|v1|mcp|assets)(?:\/|$)/;

export function pageRoutes({ folder, missing }: PageOptions): Router {
  const routes = express.Router();
  routes.use(
    '/assets',
    // Their names hold the hash of their content.
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  routes.use(express.static(folder, { index: false, dotfiles: 'ignore' }));
  // Every address that a person opens is the page's: it knows its views, and what is none of them.
  routes.get('/{*path}', (request, response, next) => {
    const wantsPage = (request.headers.accept ?? '').includes('text/html');
    if (!wantsPage || notPages.test(request.path)) return next();
    response.set('Cache-Control', 'no-cache');
    if (existsSync(join(folder, 'index.html'))) {
      return response.sendFile('index.html', { root: folder });
    }
    response.status(503).set({ 'Retry-After': '2', Refresh: '2' });
    return response.type('text').send(`${missing()}\nThis page looks again by itself.\n`);
  });
  return routes;
}
