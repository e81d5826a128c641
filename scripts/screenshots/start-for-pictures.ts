/** Groundwork as a reader starts it: over the notes that ship, with nothing configured. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPage } from '../../src/cli/build-page.ts';
import { type StartedGroundwork, startGroundwork } from '../started-groundwork.ts';

const corpus = join(fileURLToPath(new URL('../../', import.meta.url)), 'corpus');
/** Set and empty: neither the environment nor a `.env` file changes what the pictures show. */
const unset = {
  API_KEY: '',
  EMBEDDINGS: '',
  ANSWERS: '',
  OPENAI_API_KEY: '',
  OPENAI_BASE_URL: '',
  OPENAI_EMBEDDING_API_KEY: '',
  OPENAI_EMBEDDING_BASE_URL: '',
};

/** @throws Error when the page cannot be built, or the server is not ready within two minutes */
export async function startForPictures(): Promise<StartedGroundwork> {
  // Built before the server starts, which would show an older page while it builds.
  const problem = await buildPage(process.env);
  if (problem !== undefined) throw new Error(problem);
  return startGroundwork({ settings: { ...unset, CORPUS_DIR: corpus } });
}
