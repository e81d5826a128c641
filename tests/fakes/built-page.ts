import { buildPage, pageFolder } from '../../src/cli/build-page.ts';
import type { PageOptions } from '../../src/serve/page-routes.ts';

/** The page as `npm start` builds it; built when its sources have changed since. */
export async function builtPage(): Promise<PageOptions> {
  const problem = await buildPage(process.env);
  if (problem !== undefined) throw new Error(problem);
  return { folder: pageFolder, missing: () => 'The page is missing.' };
}
