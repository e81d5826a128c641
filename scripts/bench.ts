/**
 * Times Groundwork against its own bare parts, and its page in a browser, and writes
 * docs/benchmarks.md. `npm run bench -- page` measures the page alone and keeps the other figures.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { benchHybridQuery } from '../bench/bench-hybrid-query.ts';
import { benchIngest } from '../bench/bench-ingest.ts';
import { benchPage } from '../bench/bench-page.ts';
import { benchStart } from '../bench/bench-start.ts';
import { pageHeading } from '../bench/page/page-section.ts';
import { createLocalEmbedder } from '../src/embed/local-embedder.ts';

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const reportFile = path('docs/benchmarks.md');

async function benchParts(): Promise<string> {
  const lines = [
    await benchHybridQuery(path('corpus'), 1_000),
    await benchHybridQuery(path('corpus'), 10_000),
  ];
  const embedder = createLocalEmbedder(path('models'));
  lines.push(await benchIngest(path('corpus'), embedder));
  await embedder.close();
  lines.push(await benchStart());
  return `# Benchmarks

Made by \`npm run bench\`: two programs in turn, medians. Ratios hold between machines, times do not.

| what | Groundwork | against | ratio |
| --- | --- | --- | --- |
${lines.join('\n')}
`;
}

const earlier = readFileSync(reportFile, 'utf8');
const pageAt = earlier.indexOf(pageHeading);
const earlierParts = pageAt === -1 ? `${earlier.trimEnd()}\n` : earlier.slice(0, pageAt);
const earlierPage = pageAt === -1 ? '' : earlier.slice(pageAt);

const parts = process.argv[2] === 'page' ? earlierParts : await benchParts();
const page = await benchPage(path('corpus'));
if (page === undefined) {
  console.warn('SKIPPED: the page is measured in Chromium (Debian: apt-get install chromium).');
}
const report = `${parts.trimEnd()}\n\n${page ?? earlierPage}`.trimEnd();
writeFileSync(reportFile, `${report}\n`);
console.log(report);
