/** Golden questions: one JSON object a line, gold given as verbatim quotes and resolved at run time. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import type { Span } from '../types.ts';

const goldenSchema = z.strictObject({
  id: z.string(),
  question: z.string().min(1),
  answerable: z.boolean(),
  topic: z.string(),
  tier: z.enum(['core', 'hard']).default('core'),
  split: z.enum(['dev', 'test']),
  /** Any one of these passages answers the question. */
  gold: z.array(z.strictObject({ doc: z.string(), quote: z.string().min(1) })),
  /** Case-insensitive patterns of facts that a right answer holds. */
  nuggets: z.array(z.string()),
  mustNot: z.array(z.string()).default([]),
});

export type GoldenQuestion = z.infer<typeof goldenSchema>;

/** @throws ConfigError naming the line that is not a golden question */
export function readGolden(path: string | URL): GoldenQuestion[] {
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

/**
 * Places of the gold quotes in the documents.
 *
 * @throws ConfigError when a quote no longer stands in its document
 */
export function resolveGold(
  { id, gold }: GoldenQuestion,
  texts: ReadonlyMap<string, string>,
): GoldSpan[] {
  return gold.map(({ doc, quote }) => {
    const start = texts.get(doc)?.indexOf(quote) ?? -1;
    if (start === -1) {
      throw new ConfigError(
        `Golden question "${id}": its quote no longer stands in "${doc}": "${quote.slice(0, 60)}…". Correct the question or the note.`,
      );
    }
    return { uri: doc, start, end: start + quote.length };
  });
}
