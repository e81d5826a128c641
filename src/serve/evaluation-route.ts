/** GET /evaluation: how well it all works, as it was measured when the code was committed. */
import { readFile } from 'node:fs/promises';
import express, { type Router } from 'express';
import { ConfigError, NotFoundError } from '../errors.ts';
import { evaluationSchema } from './contract.ts';

const shippedEvaluation = new URL('../../docs/evaluation.json', import.meta.url);

/** @param file what `npm run eval -- --report` made */
export function evaluationRoute(file: URL | string = shippedEvaluation): Router {
  const routes = express.Router();
  routes.get('/evaluation', async (_request, response) => {
    response.json(await readEvaluation(file));
  });
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
