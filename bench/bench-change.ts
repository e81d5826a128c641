/**
 * What whoever asks waits for while a note changes: a server over the shipped notes, and over many times
 * as many, at rest and while it takes a change up, in turn.
 */
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startGroundwork } from '../scripts/started-groundwork.ts';
import { hasVectorFile, vectorFilePath } from '../src/library/vector-file.ts';
import { conceptQuestions } from './concept-questions.ts';
import { quantile } from './page/spread.ts';
import { machineCard } from './peers/machine-card.ts';
import { median } from './side-by-side.ts';
import { rowOf, shown } from './table-text.ts';

export const changeHeading = '## While a note changes';

const rounds = 5;
/** A look at rest; and before it, the time in which a graph takes in what changed. */
const restMs = 3_000;
const healthEveryMs = 10;

interface IngestState {
  readonly state: string;
  readonly endedAt: string | null;
  readonly failure: string | null;
}

interface Waits {
  readonly health: number[];
  readonly questions: number[];
}

/** @param copies how many times each note is there, a measurement for each */
export async function benchChange(corpus: string, copies: readonly number[]): Promise<string> {
  const rows: string[] = [];
  for (const count of copies) rows.push(...(await measure(corpus, count)));
  return `${changeHeading}

Made by \`npm run bench -- change ${copies.join(' ')}\`. A server over copies of the shipped notes; a paragraph is added to one of
them, and the folder read again, ${rounds} times, with a look at rest before each. Meanwhile one client asks a question after the other,
and another asks \`/health\` every ${healthEveryMs} ms, which waits for nothing but the server's one thread. Each cell: median, 99th
percentile, longest. ${machineCard()}.

${[
  rowOf(['notes', 'chunks', 'change taken up after', 'server', '`/health`', 'a question']),
  rowOf(['---', '---', '---', '---', '---', '---']),
  ...rows,
].join('\n')}`;
}

async function measure(corpus: string, copies: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-change-'));
  const notes = join(folder, 'corpus');
  const changing = join(notes, copyNotes(corpus, notes, copies));
  const server = await startGroundwork({
    settings: {
      DATA_DIR: join(folder, 'data'),
      CORPUS_DIR: notes,
      WATCH: 'off',
      OPENAI_API_KEY: '',
    },
  });
  try {
    await untilTaken(server.url, null);
    const atRest: Waits = { health: [], questions: [] };
    const meanwhile: Waits = { health: [], questions: [] };
    const seconds: number[] = [];
    await whileAsking(server.url, { health: [], questions: [] }, () => sleep(restMs));
    for (let round = 0; round < rounds; round += 1) {
      await sleep(restMs);
      await whileAsking(server.url, atRest, () => sleep(restMs));
      appendFileSync(changing, `\nThis was written in round ${round + 1} of a measurement.\n`);
      await whileAsking(server.url, meanwhile, async () => {
        const begun = performance.now();
        const { endedAt } = await read<IngestState>(server.url, '/api/ingest');
        await read(server.url, '/api/ingest', {});
        await untilTaken(server.url, endedAt);
        seconds.push((performance.now() - begun) / 1_000);
      });
    }
    const { documents } = await read<{ documents: { chunks: number }[] }>(
      server.url,
      '/api/documents',
    );
    const chunks = documents.reduce((sum, document) => sum + document.chunks, 0);
    const [first, second] = [
      ['at rest', atRest],
      ['takes the change up', meanwhile],
    ] as const;
    return [first, second].map(([state, { health, questions }], at) =>
      rowOf([
        ...(at === 0
          ? [shown(documents.length), shown(chunks), `${shown(median(seconds))} s`]
          : ['', '', '']),
        state,
        waitsOf(health),
        waitsOf(questions),
      ]),
    );
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the name of one of them, in the middle */
function copyNotes(corpus: string, to: string, copies: number): string {
  const names = readdirSync(corpus).filter((name) => hasVectorFile(corpus, name));
  mkdirSync(to);
  for (const name of names) {
    for (let copy = 1; copy <= copies; copy += 1) {
      const copied = copyName(name, copy);
      copyFileSync(join(corpus, name), join(to, copied));
      const vectors = vectorFilePath(to, copied);
      mkdirSync(dirname(vectors), { recursive: true });
      copyFileSync(vectorFilePath(corpus, name), vectors);
    }
  }
  return copyName(names[Math.floor(names.length / 2)]!, Math.ceil(copies / 2));
}

function copyName(name: string, copy: number): string {
  return name.replace(/\.md$/, `-${copy}.md`);
}

/** Waits until an ingestion after `before` has ended and what it made answers. */
async function untilTaken(url: string, before: string | null): Promise<void> {
  for (;;) {
    const { state, endedAt, failure } = await read<IngestState>(url, '/api/ingest');
    if (failure !== null) throw new Error(failure);
    if (state === 'idle' && endedAt !== null && endedAt !== before) return;
    await sleep(50);
  }
}

/** Asks as long as the work takes, and notes how long each answer took, in ms. */
async function whileAsking(url: string, waits: Waits, work: () => Promise<void>): Promise<void> {
  let isGoingOn = true;
  const asking = async (): Promise<void> => {
    for (let at = 0; isGoingOn; at += 1) {
      const question = conceptQuestions[at % conceptQuestions.length];
      const begun = performance.now();
      await read(url, '/api/chat', { question });
      waits.questions.push(performance.now() - begun);
    }
  };
  const looking = async (): Promise<void> => {
    while (isGoingOn) {
      const begun = performance.now();
      await read(url, '/health');
      waits.health.push(performance.now() - begun);
      await sleep(healthEveryMs);
    }
  };
  await Promise.all([
    asking(),
    looking(),
    work().finally(() => {
      isGoingOn = false;
    }),
  ]);
}

/** GET, or POST where there is a body. */
async function read<Reply>(url: string, path: string, body?: unknown): Promise<Reply> {
  const reply = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as Reply;
}

function waitsOf(values: readonly number[]): string {
  return `${[0.5, 0.99, 1].map((share) => shown(quantile(values, share))).join(', ')} ms`;
}
