/**
 * Times Groundwork against its own bare parts, and its page in a browser, and writes
 * docs/benchmarks.md. `npm run bench -- page`, `-- many`, `-- change`, `-- within` or
 * `-- peers 1000 10000` measures one part alone and keeps the others; `-- quick` compares ratios with their bounds in a minute and
 * writes nothing; `-- scale 1000000` loads a server of Weaviate and writes docs/scale.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchBm25 } from '../bench/bench-bm25.ts';
import { benchChange, changeHeading } from '../bench/bench-change.ts';
import {
  benchGrownQuery,
  benchHybridQuery,
  benchShippedQuery,
} from '../bench/bench-hybrid-query.ts';
import { benchIngest } from '../bench/bench-ingest.ts';
import { benchMany, manyHeading } from '../bench/bench-many.ts';
import { benchPage } from '../bench/bench-page.ts';
import { benchPeers } from '../bench/bench-peers.ts';
import { benchQuick } from '../bench/bench-quick.ts';
import { benchScale } from '../bench/bench-scale.ts';
import { benchStart } from '../bench/bench-start.ts';
import { benchWithin, withinHeading } from '../bench/bench-within.ts';
import { pageHeading } from '../bench/page/page-section.ts';
import { peersHeading } from '../bench/peers/peers-section.ts';
import { createLocalEmbedder } from '../src/embed/local-embedder.ts';

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const reportFile = path('docs/benchmarks.md');

async function benchParts(): Promise<string> {
  const embedder = createLocalEmbedder(path('models'));
  const lines = [
    await benchShippedQuery(path('corpus'), embedder),
    await benchHybridQuery(path('corpus'), 1_000),
    await benchHybridQuery(path('corpus'), 10_000),
    await benchGrownQuery(100_000),
    await benchBm25(path('corpus'), path('tests/quality/golden'), 10_000),
    await benchBm25(path('corpus'), path('tests/quality/golden'), 100_000),
  ];
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

/** 10,000 of them come to a gigabyte. */
const manyDocuments = 10_000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    /** Minutes that a contender may take to build. */
    limit: { type: 'string', default: '15' },
    /** Gigabytes for all contenders that are open at once. */
    memory: { type: 'string', default: '12' },
    /** Contenders beside Groundwork, by name; all unless said. */
    only: { type: 'string', multiple: true },
    /** Folder of a run over the peers that may be cut off and goes on from there. */
    keep: { type: 'string' },
  },
});
const [only, ...sizes] = positionals;
if (only === 'quick') process.exit((await benchQuick(path('corpus'))) ? 0 : 1);
if (only === 'scale') {
  console.log(await benchScale(sizesOr([1_000_000]), Number(values.memory)));
  process.exit(0);
}

function sizesOr(usual: readonly number[]): readonly number[] {
  return sizes.length === 0 ? usual : sizes.map(Number);
}

async function measurePage(): Promise<string | undefined> {
  const page = await benchPage(path('corpus'));
  if (page === undefined) {
    console.warn('SKIPPED: the page is measured in Chromium (Debian: apt-get install chromium).');
  }
  return page;
}

function measurePeers(): Promise<string> {
  return benchPeers({
    sizes: sizesOr([1_000, 10_000, 100_000, 1_000_000]),
    limitMinutes: Number(values.limit),
    memoryGb: Number(values.memory),
    ...(values.only && { only: values.only }),
    ...(values.keep !== undefined && { keep: values.keep }),
  });
}

const earlier = readFileSync(reportFile, 'utf8');
/** What the report holds from that heading to the next part. */
const earlierPart = (heading: string): string => {
  const at = earlier.indexOf(heading);
  if (at === -1) return '';
  const others = [pageHeading, manyHeading, peersHeading, withinHeading, changeHeading].filter(
    (other) => other !== heading,
  );
  const ends = others.map((other) => earlier.indexOf(other, at)).filter((end) => end !== -1);
  return earlier.slice(at, Math.min(earlier.length, ...ends));
};

const parts =
  only === undefined ? await benchParts() : earlierPart(earlier.slice(0, earlier.indexOf('\n')));
const page = only === undefined || only === 'page' ? await measurePage() : undefined;
const many = only === 'many' ? await benchMany(path('corpus'), manyDocuments) : undefined;
const peers = only === 'peers' ? await measurePeers() : undefined;
const change = only === 'change' ? await benchChange(path('corpus'), sizesOr([1, 12])) : undefined;
const within = only === 'within' ? await benchWithin(sizesOr([10_000, 100_000])) : undefined;
const report = [
  parts,
  peers ?? earlierPart(peersHeading),
  within ?? earlierPart(withinHeading),
  change ?? earlierPart(changeHeading),
  page ?? earlierPart(pageHeading),
  many ?? earlierPart(manyHeading),
]
  .map((part) => part.trimEnd())
  .filter((part) => part !== '')
  .join('\n\n');
writeFileSync(reportFile, `${report}\n`);
console.log(report);
