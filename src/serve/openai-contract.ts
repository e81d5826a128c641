/** What `/v1` accepts and answers: the parts of OpenAI's chat completions that Groundwork has a use for. */
import { z } from 'zod';
import { sourcesSchema } from './contract.ts';

const textPartSchema = z.looseObject({ type: z.string(), text: z.string().nullish() });

/** Fields beyond these (temperature, tools, …) are accepted and have no effect. */
export const completionRequestSchema = z.looseObject({
  model: z.string().max(200),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
        content: z.union([z.string(), z.array(textPartSchema), z.null()]).optional(),
      }),
    )
    .min(1)
    .max(1_000),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  /** Groundwork's own: a list of the sources as Markdown links behind the answer. */
  sources_list: z.boolean().nullish(),
  /** Groundwork's own: what alone is searched. */
  sources: sourcesSchema.nullish(),
});

export const annotationSchema = z.object({
  type: z.literal('url_citation'),
  url_citation: z.object({
    /** Opens the source at the quoted words. */
    url: z.string(),
    title: z.string(),
    /** Where the citation's number stands in the content, in UTF-16 units. */
    start_index: z.int().min(0),
    end_index: z.int().min(0),
  }),
});

const usageSchema = z.object({
  prompt_tokens: z.int().min(0),
  completion_tokens: z.int().min(0),
  total_tokens: z.int().min(0),
});

/** Groundwork's own fields, beside OpenAI's. */
const groundworkSchema = z.object({
  status: z.enum(['answered', 'declined']),
  reason: z.string().optional(),
  confidence: z.number().min(0).max(1),
});

export const completionSchema = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int(),
  model: z.string(),
  choices: z.tuple([
    z.object({
      index: z.literal(0),
      message: z.object({
        role: z.literal('assistant'),
        content: z.string(),
        refusal: z.null(),
        annotations: z.array(annotationSchema),
      }),
      logprobs: z.null(),
      finish_reason: z.literal('stop'),
    }),
  ]),
  /** Estimated: about four characters a token. */
  usage: usageSchema,
  /** Addresses of the citations, in the order of their numbers. */
  citations: z.array(z.string()),
  groundwork: groundworkSchema,
});

export const modelSchema = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.int(),
  owned_by: z.literal('groundwork'),
});

export const modelListSchema = z.object({
  object: z.literal('list'),
  data: z.array(modelSchema),
});

export const openaiErrorSchema = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    param: z.null(),
    code: z.string(),
  }),
});

export type CompletionRequest = z.infer<typeof completionRequestSchema>;
export type Annotation = z.infer<typeof annotationSchema>;
