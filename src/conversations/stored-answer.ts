/** The JSON columns of a turn: what is written, and the schemas that read it back. */
import { z } from 'zod';
import type { AnsweredQuestion } from '../types.ts';
import type { StoredTurn } from './contract.ts';

type Result = NonNullable<StoredTurn['result']>;
type Evidence = Pick<AnsweredQuestion, 'passages' | 'trace'>;

const span = { start: z.int().min(0), end: z.int().min(0) };
const place = {
  documentId: z.string(),
  uri: z.string(),
  title: z.string(),
  headingPath: z.array(z.string()),
};
const hit = z.object({ rank: z.int(), score: z.number() });

export const resultSchema: z.ZodType<Result> = z.object({
  answer: z.object({
    status: z.enum(['answered', 'declined']),
    reason: z.exactOptional(
      z.enum([
        'nothing-found',
        'unknown-terms',
        'weak-evidence',
        'missing-detail',
        'private',
        'of-the-moment',
        'outside-material',
      ]),
    ),
    text: z.string(),
    statements: z.array(
      z.object({
        text: z.string(),
        support: z.enum(['supported', 'partial', 'unsupported']),
        supportScore: z.number(),
        citations: z.array(z.int()),
        layout: z.enum(['sentence', 'item', 'formula']),
      }),
    ),
    citations: z.array(
      z.object({
        ...place,
        ...span,
        page: z.exactOptional(z.string()),
        marker: z.int().min(1),
        quote: z.string(),
        status: z.enum(['verified', 'repaired', 'unverified']),
        contentHash: z.string(),
      }),
    ),
    nearestTopics: z.exactOptional(z.array(z.object(place))),
  }),
  mode: z.object({
    answers: z.enum(['extractive', 'generative', 'deep']),
    retrievers: z.array(z.enum(['lexical', 'dense'])),
    encoder: z.string().nullable(),
    vectorIndex: z.enum(['flat', 'graph', 'hnswlib']).nullable(),
    model: z.string().nullable(),
    sources: z.exactOptional(z.array(z.string())),
    notices: z.array(z.string()),
  }),
  confidence: z.number(),
  totalMs: z.number(),
});

export const evidenceSchema: z.ZodType<Evidence> = z.object({
  passages: z.array(
    z.object({
      ...place,
      ...span,
      rank: z.int(),
      score: z.number(),
      chunkId: z.string(),
      text: z.string(),
      retrievers: z.object({ lexical: z.exactOptional(hit), dense: z.exactOptional(hit) }),
      cosine: z.exactOptional(z.number()),
      coverage: z.number(),
      context: z.exactOptional(z.object(span)),
    }),
  ),
  trace: z.object({
    steps: z.array(
      z.object({
        name: z.enum([
          'standalone',
          'rewrite',
          'lexical',
          'dense',
          'fuse',
          'pack',
          'gate',
          'agent',
          'generate',
          'verify',
        ]),
        startMs: z.number(),
        durationMs: z.number(),
        inputs: z.record(z.string(), z.unknown()),
        outputs: z.record(z.string(), z.unknown()),
      }),
    ),
    totalMs: z.number(),
  }),
});

/** A column of names or questions. */
export const textsSchema = z.array(z.string());

/** What a conversation shows of an answer, and what only its turn does. */
export function splitAnswered(answered: AnsweredQuestion): { result: Result; evidence: Evidence } {
  const { answer, mode, confidence, passages, trace } = answered;
  return {
    result: { answer, mode, confidence, totalMs: trace.totalMs },
    evidence: { passages, trace },
  };
}

/** The two put together again. */
export function joinAnswered(result: Result, evidence: Evidence): AnsweredQuestion {
  const { answer, mode, confidence } = result;
  return { answer, mode, confidence, ...evidence };
}

/** The column's value; undefined where it is no JSON or not of that shape. */
export function parseColumn<Value>(schema: z.ZodType<Value>, column: string): Value | undefined {
  try {
    return schema.safeParse(JSON.parse(column)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
