import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';
import {
  checkedQuoteSchema,
  consideredSentenceSchema,
  fuseDetailsSchema,
  gateDetailsSchema,
  traceRowSchema,
} from '../../src/serve/contract.ts';
import type { AnsweredQuestion, TraceStep } from '../../src/types.ts';

const corpus = fileURLToPath(new URL('../../corpus', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'groundwork-trace-'));
const question = 'What is mode collapse and how do you fix it?';
let pipeline: Pipeline;
let plain: AnsweredQuestion;
let explained: AnsweredQuestion;

beforeAll(async () => {
  pipeline = await createPipeline(readConfig({ CORPUS_DIR: corpus, DATA_DIR: data }));
  await pipeline.ingest();
  await pipeline.refresh();
  plain = await pipeline.ask(question);
  explained = await pipeline.ask(question, { explain: true });
});

afterAll(async () => {
  await pipeline.close();
  rmSync(data, { recursive: true, force: true });
});

const outputsOf = ({ trace }: AnsweredQuestion, name: TraceStep['name']) =>
  trace.steps.find((step) => step.name === name)!.outputs;
const rowsIn = (answered: AnsweredQuestion) =>
  z.array(traceRowSchema.strict()).parse(outputsOf(answered, 'pack')['rows']);

describe('an explained trace', () => {
  it('holds the passages as rows and the ten best that were cut, best first', () => {
    const rows = rowsIn(explained);
    const kept = rows.filter((row) => row.kept);
    expect(rows).toHaveLength(20);
    expect(kept.map(({ chunkId, score }) => [chunkId, score])).toEqual(
      explained.passages.map(({ chunkId, score }) => [chunkId, score]),
    );
    const scores = rows.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((left, right) => right - left));
    expect(rows.slice(10).every((row) => !row.kept && row.why.includes('passage 10'))).toBe(true);
  });

  it('states a formula by which every row gets its score', () => {
    const { formula, weights } = fuseDetailsSchema.parse(outputsOf(explained, 'fuse'));
    expect(formula).toBe('cosine + 0.5 x coverage - discount');
    for (const { cosine, coverage, discount, score } of rowsIn(explained))
      expect(score).toBeCloseTo(cosine! + weights['coverage']! * coverage - discount, 9);
  });

  it('holds at most twenty sentences that were weighed, with all that are quoted', () => {
    const considered = z
      .array(consideredSentenceSchema.strict())
      .max(20)
      .parse(outputsOf(explained, 'generate')['considered']);
    const chosen = considered.filter((one) => one.chosen).map(({ start }) => start);
    const quoted = explained.answer.citations.map(({ start }) => start);
    expect([...chosen].sort()).toEqual([...quoted].sort());
    expect(considered.some((one) => !one.chosen)).toBe(true);
  });

  it('holds the chunk of a hidden document nowhere', async () => {
    const hidden = explained.passages[0]!.documentId;
    const without = await pipeline.ask(question, { explain: true, without: new Set([hidden]) });
    const rows = rowsIn(without);
    expect(rows.filter(({ kept }) => kept)).toHaveLength(10);
    expect(rows.some(({ documentId }) => documentId === hidden)).toBe(false);
  });

  it('changes nothing but the trace', () => {
    const { trace: _trace, ...rest } = explained;
    const { trace: _plainTrace, ...plainRest } = plain;
    expect(rest).toEqual(plainRest);
  });
});

describe('any trace', () => {
  it('shows how the gate came to its probability', () => {
    const gate = gateDetailsSchema.strict().parse(outputsOf(plain, 'gate'));
    const sum = Object.values(gate.contributions).reduce(
      (total, one) => total + one,
      gate.intercept,
    );
    expect(gate.weights).toBe('keyed');
    expect(gate.logit).toBeCloseTo(sum, 9);
    expect(gate.probability).toBeCloseTo(1 / (1 + Math.exp(-gate.logit)), 9);
    expect(Object.keys(gate.contributions)).toEqual(Object.keys(gate.features));
  });

  it('lists the quotes that were checked', () => {
    const quotes = z.array(checkedQuoteSchema.strict()).parse(outputsOf(plain, 'verify')['quotes']);
    expect(quotes).toEqual(
      plain.answer.citations.map(({ marker, status, start, end }) => ({
        marker,
        status,
        start,
        end,
      })),
    );
  });

  it('leaves the explanation out unless it is asked for', () => {
    expect(outputsOf(plain, 'pack')).not.toHaveProperty('rows');
    expect(outputsOf(plain, 'fuse')).toEqual({ candidates: expect.any(Number) });
    expect(outputsOf(plain, 'generate')).not.toHaveProperty('considered');
  });
});

describe('an explained trace without vectors', () => {
  it('states the formula of words alone', async () => {
    const words = await createPipeline(
      readConfig({ CORPUS_DIR: corpus, DATA_DIR: data, EMBEDDINGS: 'none' }),
    );
    try {
      await words.refresh();
      const answered = await words.ask(question, { explain: true });
      const { formula } = fuseDetailsSchema.parse(outputsOf(answered, 'fuse'));
      expect(formula).toBe('0.5 x coverage + 0.5 x share of the best BM25 score - discount');
      const best = Math.max(...rowsIn(answered).map(({ lexical }) => lexical?.score ?? 0));
      for (const { lexical, coverage, discount, score, cosine } of rowsIn(answered)) {
        expect(cosine).toBeUndefined();
        const share = (lexical?.score ?? 0) / best;
        expect(score).toBeCloseTo(0.5 * coverage + 0.5 * share - discount, 6);
      }
      expect(gateDetailsSchema.parse(outputsOf(answered, 'gate')).weights).toBe('lexical');
    } finally {
      await words.close();
    }
  });
});

describe('follow-ups', () => {
  it('are questions of notes near the answer, none of them the one that was asked', async () => {
    const questions = await pipeline.followUps(plain);
    expect(questions).toHaveLength(3);
    for (const one of questions) expect(one).toMatch(/^.{11,89}\?$/);
    expect(questions).not.toContain(question);
  });
});
