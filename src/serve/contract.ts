/** The wire, as schemas: what routes accept and what they answer. The page imports nothing else. */
import { z } from 'zod';

export const chatRequestSchema = z.strictObject({
  question: z.string(),
  history: z
    .array(z.strictObject({ role: z.enum(['user', 'assistant']), text: z.string().max(20_000) }))
    .max(50)
    .default([]),
});

export const searchQuerySchema = z.strictObject({
  q: z.string(),
  k: z.coerce.number().int().min(1).max(50).default(10),
});

const retrieverHitSchema = z.object({ rank: z.int().min(1), score: z.number() });

export const passageSchema = z.object({
  rank: z.int().min(1),
  score: z.number(),
  chunkId: z.string(),
  documentId: z.string(),
  uri: z.string(),
  title: z.string(),
  start: z.int().min(0),
  end: z.int().min(0),
  text: z.string().max(1200),
  headingPath: z.array(z.string()),
  retrievers: z.object({
    lexical: retrieverHitSchema.optional(),
    dense: retrieverHitSchema.optional(),
  }),
  cosine: z.number().optional(),
  coverage: z.number().min(0).max(1),
  context: z.object({ start: z.int(), end: z.int() }).optional(),
});

export const citationSchema = z.object({
  marker: z.int().min(1),
  documentId: z.string(),
  uri: z.string(),
  title: z.string(),
  headingPath: z.array(z.string()),
  start: z.int().min(0),
  end: z.int().min(0),
  quote: z.string(),
  status: z.enum(['verified', 'repaired', 'unverified']),
  contentHash: z.string(),
});

export const chatResponseSchema = z.object({
  answer: z.object({
    status: z.enum(['answered', 'declined']),
    reason: z
      .enum([
        'nothing-found',
        'unknown-terms',
        'weak-evidence',
        'missing-detail',
        'private',
        'of-the-moment',
        'outside-material',
      ])
      .optional(),
    text: z.string(),
    statements: z.array(
      z.object({
        text: z.string(),
        support: z.enum(['supported', 'partial', 'unsupported']),
        supportScore: z.number().min(0).max(1),
        citations: z.array(z.int().min(1)),
        layout: z.enum(['sentence', 'item', 'formula']),
      }),
    ),
    citations: z.array(citationSchema),
    nearestTopics: z
      .array(
        z.object({
          documentId: z.string(),
          uri: z.string(),
          title: z.string(),
          headingPath: z.array(z.string()),
        }),
      )
      .optional(),
  }),
  passages: z.array(passageSchema),
  mode: z.object({
    answers: z.enum(['extractive', 'generative']),
    retrievers: z.array(z.enum(['lexical', 'dense'])),
    encoder: z.string().nullable(),
    vectorIndex: z.enum(['hnswlib', 'flat']).nullable(),
    model: z.string().nullable(),
    notices: z.array(z.string()),
  }),
  confidence: z.number().min(0).max(1),
  trace: z.object({
    steps: z.array(
      z.object({
        name: z.string(),
        startMs: z.number(),
        durationMs: z.number(),
        inputs: z.record(z.string(), z.unknown()),
        outputs: z.record(z.string(), z.unknown()),
      }),
    ),
    totalMs: z.number(),
  }),
});

export const errorResponseSchema = z.object({
  error: z.object({ code: z.string(), message: z.string() }),
});
