/** Reads the claims in free wording that the measure of support is fitted on and measured with. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { findNormalised } from '../text/normalise-quote.ts';
import { sentencesOf } from '../text/sentences.ts';
import type { Document } from '../types.ts';

const questionSchema = z.strictObject({
  id: z.string(),
  split: z.enum(['dev', 'test']),
  question: z.string(),
  claims: z.array(
    z.strictObject({
      text: z.string(),
      quote: z.strictObject({ uri: z.string(), text: z.string() }),
      /** False for one that says more, less or other than the quotation. */
      supported: z.boolean(),
    }),
  ),
});

/** A question with its claims as they were written; where their quotations stand is not looked up. */
export type ParaphrasedQuestion = z.infer<typeof questionSchema>;

export interface ParaphrasedClaim {
  readonly questionId: string;
  readonly text: string;
  readonly supported: boolean;
  /** The whole sentences that the quotation touches, with title and headings. */
  readonly sentence: { readonly text: string; readonly context: string };
}

/**
 * @param file JSON lines, one question each
 * @param documentOf gives the document of a uri
 * @throws Error when a quotation stands nowhere in its document
 */
export function readParaphrases(
  file: string,
  documentOf: (uri: string) => Document,
): ParaphrasedClaim[] {
  return readParaphrasedQuestions(file).flatMap(({ id, claims }) =>
    claims.map(({ text, quote, supported }) => ({
      questionId: id,
      text,
      supported,
      sentence: wholeSentence(documentOf(quote.uri), quote.text),
    })),
  );
}

/** @param file JSON lines, one question each */
export function readParaphrasedQuestions(file: string): ParaphrasedQuestion[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => questionSchema.parse(JSON.parse(line)));
}

function wholeSentence({ uri, text, title, sections }: Document, quote: string) {
  const span = findNormalised(text, quote);
  if (span === undefined) {
    throw new Error(
      `Quotation "${quote}" stands nowhere in "${uri}"; take it from the note again.`,
    );
  }
  const touched = sentencesOf(text).filter(
    ({ start, end }) => start < span.end && end > span.start,
  );
  const start = Math.min(span.start, touched[0]?.start ?? span.start);
  const end = Math.max(span.end, touched.at(-1)?.end ?? span.end);
  const section = sections.find((one) => one.start <= span.start && one.end > span.start);
  return {
    text: text.slice(start, end),
    context: [title, ...(section?.headingPath ?? [])].join('\n'),
  };
}
