import { builtPage } from './fakes/built-page.ts';

/** The page is built once, not by every file of tests that opens it. */
export default async function setup(): Promise<void> {
  await builtPage();
}
