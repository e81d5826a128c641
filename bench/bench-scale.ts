/**
 * A library of many chunks on one node of Weaviate: how fast it is written, what a question costs, what is
 * found, memory and disk. Writes docs/bench-scale.json and a section of docs/scale.md.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WeaviateCluster } from '../src/library/weaviate/cluster.ts';
import { connectionOf } from '../src/library/weaviate/connection.ts';
import { WeaviateLibrary } from '../src/library/weaviate/weaviate-library.ts';
import { startCluster } from '../tests/cluster/start-cluster.ts';
import { writeData } from './bench-peers.ts';
import { openDataset } from './peers/dataset.ts';
import { readTruth, writeTruths } from './peers/exact-truth.ts';
import { machineCard } from './peers/machine-card.ts';
import { askLibrary } from './scale/ask-library.ts';
import { fillLibrary } from './scale/fill-library.ts';
import { keepLoad, type LoadFigures } from './scale/load-figures.ts';
import { loadHeading, loadSection } from './scale/load-section.ts';
import { nodeFigures } from './scale/node-figures.ts';
import { replaceSection } from './scale/replace-section.ts';

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const figuresFile = path('docs/bench-scale.json');
const report = path('docs/scale.md');
const writers = 4;

/** @param memoryGb what the server keeps its heap below, where it can */
export async function benchScale(sizes: readonly number[], memoryGb: number): Promise<string> {
  const say = (line: string) => console.warn(`${new Date().toISOString().slice(11, 19)} ${line}`);
  const ascending = [...sizes].sort((left, right) => left - right);
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-scale-'));
  try {
    say('Growing chunks from the notes, and looking for the true best of every question');
    await writeData(folder);
    writeTruths(folder, openDataset(folder, ascending.at(-1)!), ascending);
    let section = '';
    for (const size of ascending) {
      say(`${size} chunks: writing them`);
      const all = keepLoad(figuresFile, await measure(folder, size, memoryGb, say));
      section = loadSection(all);
      writeFileSync(report, replaceSection(readFileSync(report, 'utf8'), loadHeading, section));
    }
    return section;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  folder: string,
  size: number,
  memoryGb: number,
  say: (line: string) => void,
): Promise<LoadFigures> {
  const before = loadavg()[0]!;
  const data = openDataset(folder, size);
  const server = await startCluster({ size: 1, settings: { GOMEMLIMIT: `${memoryGb}GiB` } });
  const node = server.nodes[0]!;
  const cluster = new WeaviateCluster(
    connectionOf({
      WEAVIATE_URL: [node.url],
      WEAVIATE_GRPC_URL: [`127.0.0.1:${node.grpcPort}`],
      WEAVIATE_PREFIX: 'Bench',
      WEAVIATE_REPLICATION: 1,
    }),
  );
  const library = new WeaviateLibrary(cluster);
  const figures = () => nodeFigures(node.pid(), node.folder);
  try {
    const empty = figures();
    const filled = await fillLibrary(data, cluster, writers, say);
    const afterFilling = figures();
    await library.refresh();
    say(`${size} chunks: asking ${data.questions.length} questions`);
    const asked = await askLibrary(library, data.questions, readTruth(folder, size));
    const afterAsking = figures();
    say(`${size} chunks: starting the server anew`);
    await node.stop();
    const begun = performance.now();
    await node.start();
    await library.use((reader) => reader.searchDense(data.questions[0]!.vector, 1));
    const seconds = (performance.now() - begun) / 1_000;
    return {
      size,
      measuredAt: new Date().toISOString(),
      machine: machineCard(),
      load: [before, loadavg()[0]!],
      memoryGb,
      writers,
      filled: { ...filled, rates: [...filled.rates] },
      empty,
      afterFilling,
      afterAsking,
      restart: { ...figures(), seconds },
      asked: asked as LoadFigures['asked'],
    };
  } finally {
    await library.close();
    await server.stop();
  }
}
