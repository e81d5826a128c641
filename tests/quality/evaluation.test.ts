import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { floorsSchema, gateFindings } from '../../src/evaluate/compare-runs.ts';
import { type GoldenQuestion, readGolden } from '../../src/evaluate/golden.ts';
import { reportOf } from '../../src/evaluate/report.ts';
import { type AskingPipeline, runGolden } from '../../src/evaluate/run-golden.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import type { AnsweredQuestion } from '../../src/types.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const floors = floorsSchema.parse(
  JSON.parse(readFileSync(`${root}tests/quality/floors.json`, 'utf8')),
);

describe('the evaluation', () => {
  const data = mkdtempSync(join(tmpdir(), 'groundwork-evaluation-'));
  let pipeline: Pipeline;
  let questions: GoldenQuestion[];

  beforeAll(async () => {
    pipeline = await createPipeline(readConfig({ CORPUS_DIR: `${root}corpus`, DATA_DIR: data }));
    await pipeline.ingest();
    await pipeline.refresh();
    questions = readGolden(`${root}tests/quality/golden`);
  });

  afterAll(async () => {
    await pipeline.close();
    rmSync(data, { recursive: true, force: true });
  });

  /** What closes the gate when every answer is changed in this way first. */
  const findingsWith = async (
    change: (answered: AnsweredQuestion) => AnsweredQuestion = (answered) => answered,
  ): Promise<string[]> => {
    const asking: AskingPipeline = {
      documents: () => pipeline.documents(),
      document: (id) => pipeline.document(id),
      ask: async (question, options) => change(await pipeline.ask(question, options)),
    };
    return gateFindings(reportOf(await runGolden(asking, questions), 'all').metrics, floors);
  };

  it('lets the pipeline pass', async () => {
    expect(await findingsWith()).toEqual([]);
  });

  it('gives the same numbers twice', async () => {
    const once = async () =>
      reportOf(await runGolden(pipeline, questions.slice(0, 40)), 'all').metrics;
    expect(await once()).toEqual(await once());
  });

  it('turns red when the ranking is reversed', async () => {
    const findings = await findingsWith((answered) => ({
      ...answered,
      passages: [...answered.passages]
        .reverse()
        .map((passage, at) => ({ ...passage, rank: at + 1 })),
    }));
    expect(findings.join()).toContain('hit@1');
  });

  it('turns red when one letter of a quote is altered', async () => {
    const findings = await findingsWith((answered) => ({
      ...answered,
      answer: {
        ...answered.answer,
        citations: answered.answer.citations.map((citation) => ({
          ...citation,
          quote: citation.quote.replace(/[aeiou]/, 'y'),
        })),
      },
    }));
    expect(findings.join()).toContain('quotes valid');
  });

  it('turns red for a bot that always answers', async () => {
    const findings = await findingsWith((answered) => ({
      ...answered,
      answer: { ...answered.answer, status: 'answered' },
    }));
    expect(findings.join()).toContain('unanswerable declined');
  });

  it('turns red for a bot that always declines', async () => {
    const findings = await findingsWith((answered) => ({
      ...answered,
      answer: { ...answered.answer, status: 'declined', statements: [], citations: [], text: '' },
    }));
    expect(findings.join()).toContain('wrongly declined');
  });
});
