/** Times Groundwork against its own bare parts and writes docs/benchmarks.md. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { benchHybridQuery } from '../bench/bench-hybrid-query.ts';
import { benchIngest } from '../bench/bench-ingest.ts';
import { benchStart } from '../bench/bench-start.ts';
import { createLocalEmbedder } from '../src/embed/local-embedder.ts';

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const lines = [
  await benchHybridQuery(path('corpus'), 1_000),
  await benchHybridQuery(path('corpus'), 10_000),
];
const embedder = createLocalEmbedder(path('models'));
lines.push(await benchIngest(path('corpus'), embedder));
await embedder.close();
lines.push(await benchStart());

const report = `# Benchmarks

Made by \`npm run bench\`: two programs in turn, medians. Ratios hold between machines, times do not.

| what | Groundwork | against | ratio |
| --- | --- | --- | --- |
${lines.join('\n')}
`;
writeFileSync(path('docs/benchmarks.md'), report);
console.log(report);
