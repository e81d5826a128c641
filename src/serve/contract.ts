/** The wire, as schemas: what routes accept and what they answer. The page imports nothing else. */
import { z } from 'zod';

/** Sources by name, as they are listed, and folders of them, ending in `/`: only these are searched. */
const sourceSchema = z.string().min(1).max(1_000);
export const sourcesSchema = z.array(sourceSchema).min(1).max(1_000);
/** In a query: a source by name, or a folder of them, ending in `/`; given several times, several. */
const namedSourcesSchema = z.union([sourcesSchema, sourceSchema]).optional();

/** A question as Groundwork's own page and plain HTTP clients send it. */
export const questionRequestSchema = z.strictObject({
  question: z.string(),
  /** Earlier turns; ignored where `conversation` names a stored one. */
  history: z
    .array(z.strictObject({ role: z.enum(['user', 'assistant']), text: z.string().max(20_000) }))
    .max(50)
    .default([]),
  /** Stores question and answer: in a new conversation, or at the end of the one of that id. */
  conversation: z.union([z.literal('new'), z.string().max(64)]).optional(),
  /** Id of a turn of the conversation: it and those after it give way to this question. */
  replaceFrom: z.string().max(64).optional(),
  /** Who writes the answer; `auto` is what the server is configured for. */
  answers: z.enum(['auto', 'extractive', 'generative', 'deep']).default('auto'),
  /** All sources unless given. */
  sources: sourcesSchema.optional(),
  /** Answers as an event stream; so does `Accept: text/event-stream`. */
  stream: z.boolean().default(false),
});

/**
 * A question as the AI SDK's `useChat` sends it: the last message is the question, the earlier ones
 * are its history. Parts other than text are read over. Nothing is stored.
 */
export const messagesRequestSchema = z.strictObject({
  id: z.string().max(200).optional(),
  messages: z
    .array(
      z.looseObject({
        id: z.string().optional(),
        role: z.enum(['system', 'user', 'assistant']),
        parts: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
      }),
    )
    .min(1)
    .max(1_000),
  trigger: z.enum(['submit-message', 'regenerate-message']).optional(),
  messageId: z.string().optional(),
  /** All sources unless given. */
  sources: sourcesSchema.optional(),
  /** `useChat` expects a stream, so that is the default here. */
  stream: z.boolean().default(true),
});

export const searchQuerySchema = z.strictObject({
  q: z.string(),
  k: z.coerce.number().int().min(1).max(50).default(10),
  source: namedSourcesSchema,
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
  /** Of the original, as it calls it; absent where it has no pages. */
  page: z.string().optional(),
  start: z.int().min(0),
  end: z.int().min(0),
  quote: z.string(),
  status: z.enum(['verified', 'repaired', 'unverified']),
  contentHash: z.string(),
});

export const statementSchema = z.object({
  text: z.string(),
  support: z.enum(['supported', 'partial', 'unsupported']),
  supportScore: z.number().min(0).max(1),
  citations: z.array(z.int().min(1)),
  layout: z.enum(['sentence', 'item', 'formula']),
});

export const modeSchema = z.object({
  answers: z.enum(['extractive', 'generative', 'deep']),
  retrievers: z.array(z.enum(['lexical', 'dense'])),
  encoder: z.string().nullable(),
  vectorIndex: z.enum(['flat', 'graph', 'hnswlib']).nullable(),
  model: z.string().nullable(),
  /** What alone was searched; absent where all sources were. */
  sources: sourcesSchema.optional(),
  notices: z.array(z.string()),
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
    statements: z.array(statementSchema),
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
  mode: modeSchema,
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

/** `messageMetadata` of the `start` part, and `stored` of a reply, where the turn is stored. */
export const startMetadataSchema = z.object({ conversationId: z.string(), turnId: z.string() });

/** An answer that came whole. */
export const chatReplySchema = chatResponseSchema.extend({
  stored: startMetadataSchema.optional(),
});

/** A stored turn without its evidence: what a conversation shows. */
export const turnSchema = z.object({
  id: z.string(),
  conversationId: z.string(),
  question: z.string(),
  /** `interrupted`: the asker left or the server stopped before the answer was whole. */
  state: z.enum(['answering', 'answered', 'interrupted', 'failed']),
  /** What to tell the reader; null unless `failed`. */
  error: z.string().nullable(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  /** Names of what alone it is asked of; none for all. */
  sources: z.array(z.string()),
  /** Questions to ask next, from the notes. */
  suggestions: z.array(z.string()),
  result: chatResponseSchema
    .pick({ answer: true, mode: true, confidence: true })
    .extend({ totalMs: z.number() })
    .nullable(),
  /** Ids of cited documents that are not as they were when quoted, or gone. */
  changedSources: z.array(z.string()),
});

/** A stored turn with passages and trace. */
export const turnDetailSchema = turnSchema.extend({ answered: chatResponseSchema.nullable() });

export const conversationSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  turns: z.int().min(0),
  /** Where a search found it: some words around the hit; null without a search. */
  excerpt: z.string().nullable(),
});

export const conversationSchema = conversationSummarySchema
  .omit({ turns: true, excerpt: true })
  .extend({ turns: z.array(turnSchema) });

export const conversationListSchema = z.object({
  conversations: z.array(conversationSummarySchema),
});

export const conversationQuerySchema = z.strictObject({ q: z.string().max(200).default('') });
export const renameRequestSchema = z.strictObject({ title: z.string().max(200).trim().min(1) });
export const exportQuerySchema = z.strictObject({
  format: z.enum(['markdown', 'json']).default('markdown'),
});
export const sessionRequestSchema = z.strictObject({ key: z.string().min(1).max(1_000) });

/** Nor marks that turn the direction of writing: names are listed at a console. */
const oneLine =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it refuses
  /^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]*$/;

const scopeSchema = z.enum(['read', 'write', 'admin']);

/** What the one who asks may do here. */
export const sessionSchema = z.object({
  scope: scopeSchema,
  /** Nothing is kept and nothing can be changed, whatever the scope. */
  demo: z.boolean(),
  /** Who can write answers. */
  answerers: z.array(z.enum(['extractive', 'generative', 'deep'])),
});

export const newKeySchema = z.strictObject({
  /** What the key is for, without control characters; no two keys have the same. */
  name: z
    .string()
    .max(80)
    .regex(oneLine, 'must be a name on one line, without control characters')
    .trim(),
  /** Ask and read; with that change and remove; with that settings and keys. */
  scope: scopeSchema,
});
export const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  scope: scopeSchema,
  /** ISO 8601, UTC. */
  createdAt: z.string(),
});
export const keyListSchema = z.object({ keys: z.array(keySchema) });
/** The only reply that holds a key. */
export const createdKeySchema = keySchema.extend({ key: z.string() });

export const documentSummarySchema = z.object({
  id: z.string(),
  uri: z.string(),
  mediaType: z.string(),
  title: z.string(),
  contentHash: z.string(),
  /** Size of the text in UTF-16 units. */
  chars: z.int(),
  chunks: z.int(),
  /** Of its original; 0 where that has none. */
  pages: z.int(),
  topic: z.string().nullable(),
  /** `updated` of the front matter, where it is a text or a date. */
  updated: z.string().nullable(),
});

export const documentListSchema = z.object({
  documents: z.array(documentSummarySchema),
  mode: modeSchema,
  /** When the index was written, ISO 8601. */
  indexedAt: z.string(),
});

const spanFields = { start: z.int().min(0), end: z.int().min(0) };

export const documentSchema = z.object({
  id: z.string(),
  uri: z.string(),
  title: z.string(),
  mediaType: z.string(),
  contentHash: z.string(),
  text: z.string(),
  sections: z.array(z.object({ ...spanFields, headingPath: z.array(z.string()) })),
  /** Pages, slides or chapters of the original; empty where it has none. */
  pages: z.array(z.object({ number: z.int(), label: z.string().optional(), ...spanFields })),
  /** The text was made of a file of another format, which can be had as it is. */
  isConverted: z.boolean(),
  /** The front matter, without the retrieval keys. */
  metadata: z.record(z.string(), z.unknown()),
});

export const chunkListSchema = z.object({
  chunks: z.array(
    z.object({ chunkId: z.string(), ...spanFields, headingPath: z.array(z.string()) }),
  ),
});

/** Files that were taken in; the ingestion that reads them has begun. */
export const acceptedFilesSchema = z.object({
  accepted: z.array(z.object({ uri: z.string(), bytes: z.int().min(0) })),
});

export const ingestStatusSchema = z.object({
  state: z.enum(['idle', 'running']),
  /** Of the run that goes on. */
  progress: z
    .object({
      files: z.int(),
      filesDone: z.int(),
      bytes: z.int(),
      bytesDone: z.int(),
      embedded: z.int(),
    })
    .nullable(),
  /** When the last run ended, ISO 8601. */
  endedAt: z.string().nullable(),
  /** Why it failed, in words for everyone; null when it ended well. */
  failure: z.string().nullable(),
  /** Files that could not be read. */
  setAside: z.array(z.object({ uri: z.string(), reason: z.string() })),
  /** What could not be read of files that were. */
  notices: z.array(z.object({ uri: z.string(), notice: z.string() })),
});

export const searchResponseSchema = z.object({ passages: z.array(passageSchema) });
export const suggestionsSchema = z.object({ suggestions: z.array(z.string()) });

export const errorResponseSchema = z.object({
  error: z.object({ code: z.string(), message: z.string() }),
});

/**
 * What the event stream carries beside the AI SDK's own parts (`start`, `source-document`,
 * `text-start`, `text-delta`, `text-end`, `error`, `finish`), as `data-<name>`. All but the citations
 * are transient: they do not come back with the next request's messages.
 */
export const streamPartSchemas = {
  /** The step that has begun. */
  progress: z.object({ step: z.string() }),
  /** Comes before the statement that uses it. */
  citation: citationSchema,
  statement: z.object({ index: z.int().min(0), statement: statementSchema }),
  /** The whole turn, once answered. Where nothing is stored its id and conversation are empty. */
  turn: turnSchema,
};

export type ChatResponse = z.infer<typeof chatResponseSchema>;
export type Citation = z.infer<typeof citationSchema>;
export type Passage = z.infer<typeof passageSchema>;
export type Mode = z.infer<typeof modeSchema>;
export type Statement = z.infer<typeof statementSchema>;
export type Turn = z.infer<typeof turnSchema>;
export type TurnDetail = z.infer<typeof turnDetailSchema>;
export type Conversation = z.infer<typeof conversationSchema>;
export type ConversationSummary = z.infer<typeof conversationSummarySchema>;
export type DocumentSummary = z.infer<typeof documentSummarySchema>;
export type DocumentText = z.infer<typeof documentSchema>;
export type StartMetadata = z.infer<typeof startMetadataSchema>;
export type DocumentList = z.infer<typeof documentListSchema>;
export type ChunkList = z.infer<typeof chunkListSchema>;

/** `pack.outputs.rows` of an explained trace: what was kept and the best that was cut, best first. */
export const traceRowSchema = z.object({
  chunkId: z.string(),
  documentId: z.string(),
  uri: z.string(),
  title: z.string(),
  headingPath: z.array(z.string()),
  ...spanFields,
  lexical: retrieverHitSchema.optional(),
  dense: retrieverHitSchema.optional(),
  cosine: z.number().optional(),
  coverage: z.number().min(0).max(1),
  /** Taken from the score already. */
  discount: z.number().min(0),
  score: z.number(),
  kept: z.boolean(),
  why: z.string(),
});

/** `fuse.outputs` of an explained trace. */
export const fuseDetailsSchema = z.object({
  candidates: z.int().min(0),
  formula: z.string(),
  weights: z.record(z.string(), z.number()),
});

/** `generate.outputs.considered` of an explained trace: at most 20, best first. */
export const consideredSentenceSchema = z.object({
  text: z.string().max(200),
  documentId: z.string(),
  ...spanFields,
  score: z.number(),
  chosen: z.boolean(),
});

/** `gate.outputs`. The logit is the intercept plus all contributions. */
export const gateDetailsSchema = z.object({
  answerable: z.boolean(),
  probability: z.number().min(0).max(1),
  threshold: z.number().min(0).max(1),
  features: z.record(z.string(), z.number()),
  weights: z.enum(['keyed', 'plain', 'lexical']),
  intercept: z.number(),
  logit: z.number(),
  contributions: z.record(z.string(), z.number()),
  reason: z.string().optional(),
});

/** `verify.outputs.quotes`. */
export const checkedQuoteSchema = citationSchema.pick({
  marker: true,
  status: true,
  start: true,
  end: true,
});

export const suggestionsQuerySchema = z.strictObject({
  count: z.coerce.number().int().min(1).max(12).default(6),
  source: namedSourcesSchema,
});

const meanSchema = z.object({
  mean: z.number(),
  /** Bounds of the 95 % interval. */
  low: z.number(),
  high: z.number(),
  n: z.int().min(0),
});
const meansSchema = z.record(z.string(), meanSchema);

/** `docs/evaluation.json`, which `npm run eval -- --report docs/evaluation.md` makes. */
export const evaluationSchema = z.object({
  reports: z.array(
    z.object({
      split: z.string(),
      metrics: meansSchema,
      declinedByKind: meansSchema,
      hitByVariant: meansSchema,
      declinedByVariant: meansSchema,
      hitByTier: meansSchema,
      hitByTopic: meansSchema,
      gate: z.object({
        auroc: z.number(),
        precision: z.number(),
        recall: z.number(),
        f1: z.number(),
      }),
      calibration: z.array(
        z.object({
          from: z.number(),
          questions: z.int(),
          predicted: z.number(),
          observed: z.number(),
        }),
      ),
    }),
  ),
  /** What the design asks for; only where its own questions were asked. */
  targets: z.array(
    meanSchema.extend({
      split: z.string(),
      name: z.string(),
      asked: z.number(),
      /** The figure may not exceed what is asked, instead of reaching it. */
      atMost: z.boolean(),
      reached: z.boolean(),
    }),
  ),
  worst: z.array(
    z.object({
      id: z.string(),
      split: z.string(),
      topic: z.string(),
      question: z.string(),
      answerable: z.boolean(),
      expected: z.object({
        /** Any one of them answers the question; without a quote, any passage of the document. */
        quotes: z.array(z.object({ uri: z.string(), quote: z.string().nullable() })),
        /** Kind of a question that should be declined; null for one that should be answered. */
        reason: z.string().nullable(),
      }),
      status: z.enum(['answered', 'declined']),
      confidence: z.number().min(0).max(1),
      /** Of the first passage from a gold section; null where none was retrieved. */
      rank: z.int().min(1).nullable(),
      /** Share of the key facts that the answer holds, 0 to 1. */
      keyFacts: z.number().min(0).max(1),
      /** With an explained trace; texts of passages are cut to 300 characters, offsets are whole. */
      answered: chatResponseSchema,
    }),
  ),
});

export type Evaluation = z.infer<typeof evaluationSchema>;

export const settingSchema = z.object({
  name: z.string(),
  description: z.string(),
  /** Null where nothing is set, and always for a secret. */
  value: z.string().nullable(),
  isSet: z.boolean(),
  isSecret: z.boolean(),
  /** `environment`: it cannot be changed here. */
  source: z.enum(['environment', 'page', 'default']),
  takesEffect: z.enum(['now', 'restart']),
  options: z.array(z.string()).nullable(),
});

export const settingsSchema = z.object({
  settings: z.array(settingSchema),
  answerers: z.array(z.enum(['extractive', 'generative', 'deep'])),
});

const changedValue = z.string().max(2_000).nullable().optional();
/** A text sets, null goes back to the default; what is not named stays. */
export const settingChangesSchema = z.strictObject({
  changes: z.strictObject({
    ANSWERS: changedValue,
    OPENAI_BASE_URL: changedValue,
    OPENAI_API_KEY: changedValue,
    OPENAI_MODEL: changedValue,
    EMBEDDINGS: changedValue,
    OPENAI_EMBEDDING_MODEL: changedValue,
    OPENAI_EMBEDDING_BASE_URL: changedValue,
    OPENAI_EMBEDDING_API_KEY: changedValue,
  }),
});

export const diagnosisSchema = z.object({
  ok: z.boolean(),
  lines: z.array(z.object({ what: z.string(), ok: z.boolean().nullable(), line: z.string() })),
});

export type Session = z.infer<typeof sessionSchema>;
export type SettingsList = z.infer<typeof settingsSchema>;
export type SettingShown = z.infer<typeof settingSchema>;
export type Diagnosis = z.infer<typeof diagnosisSchema>;
