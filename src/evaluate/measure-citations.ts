/**
 * Citation recall and precision of answers that a model writes, through the whole pipeline. What
 * stands for the judge are the labels that people wrote beside the claims. After Gao et al.,
 * "Enabling large language models to generate text with citations" (ALCE, 2023).
 */
import type { Pipeline } from '../pipeline-contract.ts';
import { findNormalised } from '../text/normalise-quote.ts';
import { sentencesOf } from '../text/sentences.ts';
import { termsOf } from '../text/terms.ts';
import type { Answer, Citation, Document, Span, Statement, Support } from '../types.ts';
import type { CitingWriter, Habit, WrittenClaim, WrittenSentence } from './citing-writer.ts';
import type { ParaphrasedQuestion } from './paraphrases.ts';

/** A citation at the sentence where it is shown. */
export interface ShownCitation {
  readonly status: Citation['status'];
  /** Its sentence is one that the claim's own quotation stands in, and the claim is labelled true. */
  readonly right: boolean;
}

/** One sentence that the model wrote, as a reader sees it. */
export interface ShownSentence extends Pick<WrittenSentence, 'claim' | 'lie'> {
  /** Null where the answer does not show the sentence as it was written. */
  readonly support: Support | null;
  readonly citations: readonly ShownCitation[];
  /** Its right citations hold the whole quotation. */
  readonly recalled: boolean;
  /** A single cited sentence holds all of its terms. */
  readonly held: boolean;
}

export interface CitedAnswer {
  readonly questionId: string;
  readonly outcome: 'answered' | 'declined by the gate' | 'declined by the model';
  /** Claims of the kind that the model writes. */
  readonly claims: number;
  readonly sentences: readonly ShownSentence[];
  /** Sentences of the answer that are none of the written ones. */
  readonly strange: number;
  readonly repairs: number;
}

/** Asks the questions one after the other; the pipeline's chat model has to be the writer's. */
export async function measureCitations(
  pipeline: Pick<Pipeline, 'ask' | 'documents' | 'document'>,
  writer: CitingWriter,
  habit: Habit,
  questions: readonly ParaphrasedQuestion[],
): Promise<CitedAnswer[]> {
  const documents = new Map<string, Document>();
  for (const { id, uri } of await pipeline.documents()) {
    documents.set(uri, await pipeline.document(id));
  }
  const answers: CitedAnswer[] = [];
  for (const { id, question, claims } of questions) {
    writer.begin(habit, claims);
    const { answer, trace } = await pipeline.ask(question, { answers: 'generative' });
    const asked = trace.steps.some(({ name }) => name === 'generate');
    const shown = new Map(answer.statements.map((one) => [bare(one.text), one] as const));
    const sentences = writer.written.map((sentence) =>
      judge(sentence, shown.get(bare(sentence.claim.text)), answer, documents),
    );
    answers.push({
      questionId: id,
      outcome:
        answer.status === 'answered'
          ? 'answered'
          : asked
            ? 'declined by the model'
            : 'declined by the gate',
      claims: claims.filter(({ supported }) => supported || writesOverreach(habit)).length,
      sentences,
      strange:
        answer.statements.length - sentences.filter(({ support }) => support !== null).length,
      repairs: writer.repairs,
    });
  }
  return answers;
}

function writesOverreach(habit: Habit): boolean {
  return habit === 'careless' || habit === 'formless';
}

function judge(
  { claim, lie }: WrittenSentence,
  statement: Statement | undefined,
  { citations }: Answer,
  documents: ReadonlyMap<string, Document>,
): ShownSentence {
  const cited = citations.filter(({ marker }) => statement?.citations.includes(marker));
  const sources = sourcesOf(claim, documents);
  const shows = (citation: Citation, source: Span): boolean =>
    citation.status !== 'unverified' &&
    citation.uri === claim.quote.uri &&
    citation.start === source.start &&
    citation.end === source.end &&
    citation.quote === documents.get(citation.uri)?.text.slice(source.start, source.end);
  const terms = termsOf(claim.text);
  return {
    claim,
    lie,
    support: statement?.support ?? null,
    citations: cited.map((citation) => ({
      status: citation.status,
      right: claim.supported && sources.some((source) => shows(citation, source)),
    })),
    recalled:
      claim.supported &&
      sources.every((source) => cited.some((citation) => shows(citation, source))),
    held: cited.some(({ quote }) => {
      const inSource = new Set(termsOf(quote));
      return terms.every((term) => inSource.has(term));
    }),
  };
}

/** The sentences of the note that the claim's quotation touches. */
function sourcesOf({ quote }: WrittenClaim, documents: ReadonlyMap<string, Document>): Span[] {
  const text = documents.get(quote.uri)?.text ?? '';
  const place = findNormalised(text, quote.text);
  if (place === undefined) {
    throw new Error(
      `Quotation "${quote.text}" stands nowhere in "${quote.uri}"; take it from the note again.`,
    );
  }
  return sentencesOf(text).filter(({ start, end }) => start < place.end && end > place.start);
}

/** Letters and figures alone: what a sentence is known by after its markup was taken out. */
function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}
