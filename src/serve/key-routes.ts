/** The keys over HTTP, for admins: list, make, revoke. A key itself is told once, when it is made. */
import express, { type Router } from 'express';
import type { Keys } from '../access/keys.ts';
import { newKeySchema } from './contract.ts';
import { parseInput } from './parse-input.ts';

export function keyRoutes(keys: Pick<Keys, 'list' | 'add' | 'revoke'>): Router {
  const routes = express.Router();
  routes.get('/keys', (_request, response) => {
    response.json({ keys: keys.list() });
  });
  routes.post('/keys', express.json({ limit: '8kb' }), async (request, response) => {
    response.status(201).json(await keys.add(parseInput(newKeySchema, request.body ?? {})));
  });
  routes.delete('/keys/:id', async (request, response) => {
    await keys.revoke(request.params.id);
    response.status(204).end();
  });
  return routes;
}
