/**
 * A large library ingested in one run without vectors: how long it takes, and whether its memory keeps
 * level. Writes the line of its memory as a picture.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadFile } from '../src/load/load-file.ts';
import { walkCorpus } from '../src/load/walk-corpus.ts';
import { plotLines } from './many/plot-lines.ts';
import { writeDocuments } from './many/write-documents.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const picture = 'docs/pictures/ingest-memory.svg';
const everyMs = 1_000;

export const manyHeading = '## Many documents';

/** @param count documents; 10,000 come to a gigabyte */
export async function benchMany(corpus: string, count: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-many-'));
  try {
    const paragraphs = walkCorpus(corpus).files.flatMap((file) => {
      const { text, blocks } = loadFile(file);
      return blocks
        .filter(({ kind }) => kind === 'paragraph')
        .map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' '));
    });
    const notes = join(folder, 'corpus');
    const { files, bytes } = writeDocuments(notes, count, paragraphs);
    const { seconds, own, child, said } = await ingest(notes, join(folder, 'data'));
    const half = own.slice(Math.floor(own.length / 2));
    writeFileSync(
      join(root, picture),
      plotLines(
        [
          { name: 'Groundwork', values: own },
          { name: 'its converter', values: child },
        ],
        { everySeconds: everyMs / 1_000, unit: 'MB' },
      ),
    );
    return `${manyHeading}

Made by \`npm run bench -- many\`: ${files} documents of eight formats, ${(bytes / 1e9).toFixed(2)} GB, in one run of \`npm run ingest\` with \`EMBEDDINGS=none\`.
It took ${seconds.toFixed(0)} s (${(files / seconds).toFixed(0)} documents a second). Greatest memory of the process ${Math.max(...own)} MB, of its converter ${Math.max(...child)} MB;
over the second half the process went from ${half[0]} to ${half.at(-1)} MB. ${said}

![Memory over the run](pictures/ingest-memory.svg)`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ingest(corpus: string, data: string) {
  const begun = performance.now();
  const run = spawn(process.execPath, [join(root, 'bin', 'groundwork.mjs'), 'ingest'], {
    env: { ...process.env, CORPUS_DIR: corpus, DATA_DIR: data, EMBEDDINGS: 'none' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  run.stdout.on('data', (part) => {
    said += part;
  });
  const own: number[] = [];
  const child: number[] = [];
  const timer = setInterval(() => {
    own.push(megabytes(run.pid!));
    child.push(Math.max(0, ...childrenOf(run.pid!).map(megabytes)));
  }, everyMs);
  const [code] = (await once(run, 'exit')) as [number | null];
  clearInterval(timer);
  if (code !== 0) throw new Error(`The ingestion ended with ${code}: ${said}`);
  return { seconds: (performance.now() - begun) / 1_000, own, child, said: said.trim() };
}

function megabytes(pid: number): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kilobytes ?? 0) / 1_000);
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  try {
    const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return listed === '' ? [] : listed.split(' ').map(Number);
  } catch {
    return [];
  }
}
