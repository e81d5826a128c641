/**
 * What the gate is fitted on: the notes with their retrieval keys; and, for documents without keys, the
 * notes without them and small libraries of a few notes, to which questions on the other notes are
 * unanswerable.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GateModel } from '../answer/gate.ts';
import { vectorFilePath } from '../library/vector-file.ts';
import { fitGate, type LabelledFeatures } from './calibrate.ts';
import { gateFeaturesIn } from './gate-features-in-trace.ts';
import { falsePremise, type GoldenQuestion } from './golden.ts';
import { seededRandom } from './metrics.ts';
import type { AskingPipeline } from './run-golden.ts';

/** Opens a pipeline over a folder, ingested. */
export type OpenPipeline = <Result>(
  options: { readonly corpus: string; readonly keys: boolean; readonly lexical: boolean },
  work: (pipeline: AskingPipeline) => Promise<Result>,
) => Promise<Result>;

/** A question with its note hidden may be answered by another note after all. */
const hiddenWeight = 0.1;
const smallWeight = 0.5;
/** Notes of a small library: about 50 and 200 chunks. */
const smallSizes = [3, 12];
/** Of those written to be unanswerable, asked of each small library. */
const unanswerableOfSmall = 12;

/** @param dev questions of the dev split; those that take something false for granted are not the gate's */
export async function calibratedGate(
  corpus: string,
  dev: readonly GoldenQuestion[],
  open: OpenPipeline,
): Promise<GateModel> {
  const asked = dev.filter(({ topic, variant }) => topic !== falsePremise && variant === undefined);
  const keyed = await open({ corpus, keys: true, lexical: false }, (pipeline) =>
    samplesOf(pipeline, asked),
  );
  const plain = await plainSamples(corpus, asked, false, open);
  const lexical = [
    ...(await open({ corpus, keys: true, lexical: true }, (pipeline) =>
      samplesOf(pipeline, asked),
    )),
    ...(await plainSamples(corpus, asked, true, open)),
  ];
  return { keyed: fitGate(keyed), plain: fitGate(plain), lexical: fitGate(lexical) };
}

async function plainSamples(
  corpus: string,
  asked: readonly GoldenQuestion[],
  lexical: boolean,
  open: OpenPipeline,
): Promise<LabelledFeatures[]> {
  const samples = await open({ corpus, keys: false, lexical }, (pipeline) =>
    samplesOf(pipeline, asked),
  );
  const random = seededRandom(3);
  const notes = shuffled(
    readdirSync(corpus).filter((name) => name.endsWith('.md') && name !== 'README.md'),
    random,
  );
  for (const size of smallSizes) {
    for (let at = 0; at + size <= notes.length; at += size) {
      const group = notes.slice(at, at + size);
      samples.push(...(await smallSamples(corpus, group, asked, lexical, random, open)));
    }
  }
  return samples;
}

async function smallSamples(
  corpus: string,
  notes: readonly string[],
  asked: readonly GoldenQuestion[],
  lexical: boolean,
  random: () => number,
  open: OpenPipeline,
): Promise<LabelledFeatures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-small-'));
  try {
    for (const note of notes) copyNote(corpus, note, folder);
    const isInside = ({ topic }: GoldenQuestion): boolean => notes.includes(`${topic}.md`);
    const answerable = asked.filter((question) => question.answerable);
    const inside = answerable.filter(isInside);
    const outside = shuffled(
      answerable.filter((question) => !isInside(question)),
      random,
    ).slice(0, inside.length);
    const never = shuffled(
      asked.filter((question) => !question.answerable),
      random,
    ).slice(0, unanswerableOfSmall);
    const none = [...outside, ...never].map((question) => ({ ...question, answerable: false }));
    const samples = await open({ corpus: folder, keys: false, lexical }, (pipeline) =>
      ask(pipeline, [...inside, ...none]),
    );
    return samples.map((sample) => ({ ...sample, weight: smallWeight }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A note with its vectors, so that nothing is embedded anew. */
function copyNote(corpus: string, note: string, folder: string): void {
  cpSync(join(corpus, note), join(folder, note));
  const vectors = vectorFilePath(corpus, note);
  if (existsSync(vectors)) cpSync(vectors, vectorFilePath(folder, note));
}

/** The questions, and the answerable ones once more with the notes hidden that answer them. */
async function samplesOf(
  pipeline: AskingPipeline,
  asked: readonly GoldenQuestion[],
): Promise<LabelledFeatures[]> {
  const ids = new Map((await pipeline.documents()).map(({ uri, id }) => [uri, id] as const));
  const hidden = asked
    .filter(({ answerable }) => answerable)
    .map((question) => ({ ...question, answerable: false }));
  return [
    ...(await ask(pipeline, asked)),
    ...(
      await ask(pipeline, hidden, ({ gold }) => new Set(gold.map(({ doc }) => ids.get(doc)!)))
    ).map((sample) => ({ ...sample, weight: hiddenWeight })),
  ];
}

async function ask(
  pipeline: AskingPipeline,
  questions: readonly GoldenQuestion[],
  without: (question: GoldenQuestion) => ReadonlySet<string> = () => new Set(),
): Promise<LabelledFeatures[]> {
  const samples: LabelledFeatures[] = [];
  for (const question of questions) {
    const { trace } = await pipeline.ask(question.question, { without: without(question) });
    samples.push({
      features: gateFeaturesIn(trace),
      answerable: question.answerable,
      core: question.tier === 'core',
      weight: 1,
    });
  }
  return samples;
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((left, right) => left.at - right.at)
    .map(({ item }) => item);
}
