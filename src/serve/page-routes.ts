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

/** Views have no extension; whatever has one is a file or nothing. */
const viewPath = /^\/(?:c|read|why|library|evaluation)?(?:\/[\w-]+)?$/;

export function pageRoutes({ folder, missing }: PageOptions): Router {
  const routes = express.Router();
  routes.use(
    '/assets',
    // Their names hold the hash of their content.
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  );
  routes.use(express.static(folder, { index: false, dotfiles: 'ignore' }));
  routes.get(viewPath, (_request, response) => {
    const page = join(folder, 'index.html');
    response.set('Cache-Control', 'no-cache');
    if (existsSync(page)) return response.sendFile(page);
    response.status(503).set({ 'Retry-After': '2', Refresh: '2' });
    return response.type('text').send(`${missing()}\nThis page looks again by itself.\n`);
  });
  return routes;
}
