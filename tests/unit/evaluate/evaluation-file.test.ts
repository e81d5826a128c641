import { describe, expect, it } from 'vitest';
import type { GateFeatures } from '../../../src/answer/gate-features.ts';
import { evaluationFile } from '../../../src/evaluate/evaluation-file.ts';
import type { GoldenQuestion } from '../../../src/evaluate/golden.ts';
import { reportOf } from '../../../src/evaluate/report.ts';
import type { QuestionResult } from '../../../src/evaluate/run-golden.ts';
import { targetRows } from '../../../src/evaluate/targets.ts';
import { evaluationSchema } from '../../../src/serve/contract.ts';

const golden: GoldenQuestion = {
  id: 'g-1',
  question: 'What is mode collapse?',
  answerable: true,
  topic: 'gans',
  tier: 'core',
  split: 'dev',
  gold: [{ doc: 'gans.md', quote: 'one mode' }, { doc: 'more.md' }],
  nuggets: [],
  mustNot: [],
  history: [],
};

function resultOf(change: Partial<GoldenQuestion>, rank?: number): QuestionResult {
  return {
    golden: { ...golden, ...change },
    answered: {
      answer: { status: 'declined', reason: 'private', text: '', statements: [], citations: [] },
      passages: [
        {
          rank: 1,
          score: 1.234567890123,
          chunkId: 'c',
          documentId: 'd',
          uri: 'gans.md',
          title: 'GANs',
          start: 0,
          end: 900,
          text: 'a'.repeat(900),
          headingPath: ['GANs'],
          retrievers: {},
          coverage: 1,
        },
      ],
      mode: {
        answers: 'extractive',
        retrievers: ['lexical'],
        encoder: null,
        vectorIndex: null,
        model: null,
        notices: [],
      },
      confidence: 0.1,
      trace: {
        steps: [{ name: 'gate', startMs: 1.2345, durationMs: 0.06, inputs: {}, outputs: {} }],
        totalMs: 12.3456,
      },
    },
    features: {} as GateFeatures,
    rank,
    rankAsWritten: rank,
    documentRank: rank,
    recall: 0,
    intersectionOverUnion: 0,
    nuggetsInPassages: 0,
    nuggetsInAnswer: 0,
    focus: 0,
    wrong: false,
    quotesGold: false,
    quotesValid: true,
    milliseconds: 12.3456,
  };
}

const fileOf = (results: QuestionResult[]) => {
  const report = reportOf(results, 'dev');
  return evaluationSchema.parse(JSON.parse(evaluationFile([report], targetRows(report), results)));
};

describe('evaluationFile', () => {
  it('holds what was expected: quotes, or the kind of question that is declined', () => {
    const { worst } = fileOf([
      resultOf({}, 3),
      resultOf({ id: 'u-1', answerable: false, topic: 'private', gold: [] }),
    ]);
    expect(worst[0]).toMatchObject({
      expected: {
        quotes: [
          { uri: 'gans.md', quote: 'one mode' },
          { uri: 'more.md', quote: null },
        ],
        reason: null,
      },
      rank: 3,
    });
    expect(worst[1]).toMatchObject({ expected: { quotes: [], reason: 'private' }, rank: null });
  });

  it('cuts texts of passages, keeps their offsets and rounds numbers', () => {
    const { passages, trace } = fileOf([resultOf({})]).worst[0]!.answered;
    expect(passages[0]).toMatchObject({ start: 0, end: 900, score: 1.23457 });
    expect(passages[0]?.text).toHaveLength(300);
    expect(trace).toMatchObject({ totalMs: 12.3, steps: [{ startMs: 1.2, durationMs: 0.1 }] });
  });

  it('leaves latency out and says which targets are reached', () => {
    const { reports, targets } = fileOf([resultOf({}, 1)]);
    expect(reports[0]).not.toHaveProperty('latency');
    expect(targets).toContainEqual({
      split: 'dev',
      name: 'hit@1',
      asked: 0.8,
      atMost: false,
      reached: true,
      mean: 1,
      low: 1,
      high: 1,
      n: 1,
    });
    expect(targets.find(({ name }) => name === 'wrongly declined, core')).toMatchObject({
      atMost: true,
      reached: false,
    });
  });
});
