/** What the view reads of the steps that only a language model leaves. */
import { describe, expect, it } from 'vitest';
import { readTrace } from '../../../../web/src/why/read-trace.ts';

const step = (
  name: string,
  outputs: Record<string, unknown> = {},
  inputs: Record<string, unknown> = {},
  [startMs, durationMs]: [number, number] = [0, 2],
) => ({ name, startMs, durationMs, inputs, outputs });
const readSteps = (...steps: ReturnType<typeof step>[]) => readTrace({ steps, totalMs: 100 });

const report = {
  model: 'scripted',
  promptChars: 5_000,
  passages: { a1b2: 'c1', c3d4: 'c2', e5f6: 7 },
  replyChars: 300,
  claims: 3,
  quotes: { found: 2, repaired: 1, failed: 1 },
  repair: { asked: 1, mended: 0, dropped: 1, failed: false },
  finishReason: 'stop',
  usage: { inputTokens: 100, outputTokens: 20 },
  costUsd: 0.002,
  declined: false,
};

describe('readTrace of a written answer', () => {
  it('reads who wrote, from what, and what became of the quotations', () => {
    const { writing } = readSteps(step('generate', report));
    expect(writing).toEqual({
      ...report,
      passages: undefined,
      shown: [
        { id: 'a1b2', chunkId: 'c1' },
        { id: 'c3d4', chunkId: 'c2' },
      ],
    });
  });

  it('takes null for tokens that nobody counts and a price that nobody knows', () => {
    const { writing } = readSteps(step('generate', { ...report, usage: null, costUsd: null }));
    expect(writing?.usage).toBeUndefined();
    expect(writing?.costUsd).toBeUndefined();
  });

  it('reads a report of which only the model is left', () => {
    const { writing } = readSteps(step('generate', { model: 'scripted', quotes: 'many' }));
    expect(writing).toMatchObject({ model: 'scripted', shown: [], declined: false });
    expect(writing?.quotes).toBeUndefined();
    expect(writing?.repair).toBeUndefined();
  });

  it('finds no writing where sentences were quoted', () => {
    expect(readSteps(step('generate', { sentences: 2, words: 30 })).writing).toBeUndefined();
  });
});

describe('readTrace of a follow-up', () => {
  it("reads the model's question, or why it was not taken", () => {
    const asked = { question: 'Why are they blurry?', turns: 2, model: 'scripted' };
    const read = (outputs: Record<string, unknown>) =>
      readSteps(step('standalone', outputs, asked)).standalone;
    expect(read({ question: 'Why are samples blurry?', by: 'model', reason: null })).toEqual({
      question: 'Why are samples blurry?',
      model: 'scripted',
      turns: 2,
      byModel: true,
      reason: undefined,
    });
    expect(read({ by: 'heuristic', reason: 'No question.' })).toMatchObject({
      byModel: false,
      reason: 'No question.',
    });
    expect(readSteps(step('rewrite')).standalone).toBeUndefined();
  });
});

describe('readTrace of a deep answer', () => {
  const place = { documentId: 'd1', title: 'LoRA', headingPath: [], start: 1, end: 9, score: 1.2 };
  const second = step('agent', { answerable: false, probability: 0.1 }, { query: 'B?' }, [40, 5]);
  const first = step(
    'agent',
    { answerable: true, probability: 0.9, passages: [place, { title: 'nowhere' }] },
    { query: 'A?' },
    [20, 10],
  );
  const plan = step('agent', { searches: 2, stoppedBy: 'limit' }, { plans: 'A and B?' }, [10, 60]);

  it('lists the searches in the order in which they began, and how the planning ended', () => {
    const { parts } = readSteps(second, first, plan);
    expect(parts?.stoppedBy).toBe('limit');
    expect(parts?.searches).toEqual([
      { query: 'A?', answerable: true, probability: 0.9, places: [place], ms: 10 },
      { query: 'B?', answerable: false, probability: 0.1, places: [], ms: 5 },
    ]);
  });

  it('counts the time of steps of one name once, and adds up those that follow each other', () => {
    expect(readSteps(second, first, plan).ms).toEqual({ agent: 60 });
    expect(readSteps(second, first).ms).toEqual({ agent: 15 });
  });

  it('reads agent steps that say nothing', () => {
    expect(readSteps(step('agent')).parts).toEqual({ searches: [], stoppedBy: undefined });
    expect(readSteps(step('gate')).parts).toBeUndefined();
  });
});
