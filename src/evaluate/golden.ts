/** Golden questions: one JSON object a line, gold given as verbatim quotes and resolved at run time. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import type { Span } from '../types.ts';

const goldenSchema = z.strictObject({
  id: z.string(),
  question: z.string().min(1),
  answerable: z.boolean(),
  /** Slug of the note, or the kind of an unanswerable question. */
  topic: z.string(),
  tier: z.enum(['core', 'hard']).default('core'),
  split: z.enum(['dev', 'test']),
  /**
   * Any one of these passages answers the question; without a quote, any passage of the document. A
   * false premise is answered by the passage that corrects it.
   */
  gold: z.array(
    z.strictObject({
      doc: z.string(),
      quote: z.string().min(1).optional(),
      /** Added by judges who were shown what the system ranked above the author's gold. */
      pooled: z.boolean().optional(),
    }),
  ),
  /** Case-insensitive patterns of facts that a right answer holds. */
  nuggets: z.array(z.string()),
  mustNot: z.array(z.string()).default([]),
  /** How another question was put differently, and which. */
  variant: z
    .enum(['keywords', 'typing-errors', 'chatty', 'non-native', 'abbreviations', 'follow-up'])
    .optional(),
  variantOf: z.string().optional(),
  /** What was asked before, oldest first. */
  history: z.array(z.string()).default([]),
});

export type GoldenQuestion = z.infer<typeof goldenSchema>;

/**
 * Reads a file of golden questions, or every `.jsonl` file of a folder in the order of their names.
 *
 * @throws ConfigError naming the line that is not a golden question
 */
export function readGolden(path: string | URL): GoldenQuestion[] {
  const place = path instanceof URL ? fileURLToPath(path) : path;
  const questions = statSync(place).isDirectory()
    ? readdirSync(place)
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .flatMap((name) => readFile(join(place, name)))
    : readFile(place);
  const ids = new Set<string>();
  for (const { id } of questions) {
    if (ids.has(id)) throw new ConfigError(`Golden questions "${place}": id "${id}" stands twice.`);
    ids.add(id);
  }
  return questions;
}

function readFile(path: string): GoldenQuestion[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    try {
      return [goldenSchema.parse(JSON.parse(line))];
    } catch (cause) {
      throw new ConfigError(
        `Golden questions "${path}": line ${at + 1} is not one (${cause instanceof Error ? cause.message : ''}).`,
        { cause },
      );
    }
  });
}

export interface GoldSpan extends Span {
  readonly uri: string;
}

/** The `topic` of a question that takes something false for granted. */
export const falsePremise = 'false-premise';

/**
 * Places of the gold quotes in the documents, in the order of `gold`; the whole document where there
 * is no quote.
 *
 * @throws ConfigError when a quote no longer stands in its document
 */
export function resolveGold(
  { id, gold }: GoldenQuestion,
  texts: ReadonlyMap<string, string>,
): GoldSpan[] {
  return gold.map(({ doc, quote }) => {
    const text = texts.get(doc);
    const start = text?.indexOf(quote ?? '') ?? -1;
    if (text === undefined || start === -1) {
      const what =
        quote === undefined ? 'there is no' : `"${quote.slice(0, 60)}…" does not stand in`;
      throw new ConfigError(
        `Golden question "${id}": ${what} "${doc}". Correct the question or the document.`,
      );
    }
    return { uri: doc, start, end: start + (quote ?? text).length };
  });
}
