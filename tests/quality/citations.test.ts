import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import {
  type CitationFigures,
  figuresOf,
  ratioOf,
  type Share,
} from '../../src/evaluate/citation-figures.ts';
import { createCitingWriter, type Habit } from '../../src/evaluate/citing-writer.ts';
import { measureCitations } from '../../src/evaluate/measure-citations.ts';
import {
  type ParaphrasedQuestion,
  readParaphrasedQuestions,
} from '../../src/evaluate/paraphrases.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const [dev, test] = ['dev', 'test'].map((split) =>
  readParaphrasedQuestions(`${root}tests/quality/paraphrases/${split}.jsonl`),
) as [ParaphrasedQuestion[], ParaphrasedQuestion[]];

describe('citations of answers that a model writes', () => {
  const data = mkdtempSync(join(tmpdir(), 'groundwork-citations-'));
  const writer = createCitingWriter();
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await createPipeline(readConfig({ CORPUS_DIR: `${root}corpus`, DATA_DIR: data }), {
      chatModel: writer.model,
    });
    await pipeline.ingest();
    await pipeline.refresh();
  });

  afterAll(async () => {
    await pipeline.close();
    rmSync(data, { recursive: true, force: true });
  });

  const figures = async (habit: Habit, questions = [...dev, ...test]): Promise<CitationFigures> =>
    figuresOf(await measureCitations(pipeline, writer, habit, questions));
  const all = ({ of }: Share): Share => ({ hits: of, of });

  it('carry the sentences of an honest model, each at its own sentence', async () => {
    const honest = await figures('honest');
    expect(honest.answered).toBeGreaterThanOrEqual(90);
    expect(honest.sentences).toBeGreaterThanOrEqual(330);
    expect(honest.changed).toBe(0);
    expect(ratioOf(honest.recall)).toBeGreaterThanOrEqual(0.95);
    expect(ratioOf(honest.precision)).toBeGreaterThanOrEqual(0.95);
    expect(honest.truthsFlagged.hits).toBe(0);
  });

  it('are flagged wherever a model alters, invents or misplaces a quotation, and only there', async () => {
    const liar = await figures('liar');
    for (const told of Object.values(liar.liesFlagged)) {
      expect(told.of).toBeGreaterThanOrEqual(50);
      expect(told).toEqual(all(told));
    }
    expect(liar.truthsFlagged).toEqual({ hits: 0, of: liar.truthsFlagged.of });
    expect(liar.truthsFlagged.of).toBeGreaterThanOrEqual(150);
    expect(liar.changed).toBe(0);
  });

  it('are given to no sentence without a proof unless the notes say it whole', async () => {
    const formless = await figures('formless');
    expect(formless.overreaching.supported.of).toBeGreaterThanOrEqual(170);
    expect(formless.overreaching.supported.hits).toBe(0);
    expect(formless.supportedUnheld).toBe(0);
  });

  it('let few overreaching sentences of a careless model be supported', async () => {
    // The thresholds of support were fitted on dev.
    const careless = await figures('careless', test);
    expect(ratioOf(careless.overreaching.supported)).toBeLessThanOrEqual(0.15);
    expect(ratioOf(careless.truthful.supported)).toBeGreaterThanOrEqual(0.4);
  });
});
