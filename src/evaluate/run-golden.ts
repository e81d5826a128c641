/** Asks every golden question and measures passages, answer and decision. */
import type { GateFeatures } from '../answer/gate-features.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import type { AnsweredQuestion, Document, Turn } from '../types.ts';
import { gateFeaturesIn } from './gate-features-in-trace.ts';
import { type GoldenQuestion, type GoldSpan, resolveGold } from './golden.ts';
import { firstHit, intersectionOverUnion, nuggetShare, recallInBudget } from './metrics.ts';

export interface QuestionResult {
  readonly golden: GoldenQuestion;
  readonly answered: AnsweredQuestion;
  readonly features: GateFeatures;
  /** Rank of the first passage from a gold section. */
  readonly rank: number | undefined;
  /** The same with the gold of the question's author alone. */
  readonly rankAsWritten: number | undefined;
  /** Rank of the first gold document among the distinct documents of the passages. */
  readonly documentRank: number | undefined;
  readonly recall: number;
  readonly intersectionOverUnion: number;
  readonly nuggetsInPassages: number;
  readonly nuggetsInAnswer: number;
  /** Share of answer sentences that come from gold sections. */
  readonly focus: number;
  /** Answered, and no sentence of it comes from a gold section, or it says what it must not. */
  readonly wrong: boolean;
  /** A sentence of the answer is quoted from a gold passage itself. */
  readonly quotesGold: boolean;
  /** Whether every quote equals its span of the document and lies in a retrieved passage. */
  readonly quotesValid: boolean;
  readonly milliseconds: number;
}

/** The `topic` of a question whose notes were hidden. */
export const hiddenTopic = 'note hidden';

export type AskingPipeline = Pick<Pipeline, 'ask' | 'documents' | 'document'>;

export interface RunOptions {
  /** Hides the notes that answer each question, which makes it one that the notes cannot answer. */
  readonly hideGold?: boolean;
  /** Asks for explained traces. */
  readonly explain?: boolean;
}

export async function runGolden(
  pipeline: AskingPipeline,
  questions: readonly GoldenQuestion[],
  { hideGold = false, explain = false }: RunOptions = {},
): Promise<QuestionResult[]> {
  const documents = new Map<string, Document>();
  for (const { id, uri } of await pipeline.documents())
    documents.set(uri, await pipeline.document(id));
  const texts = new Map([...documents].map(([uri, { text }]) => [uri, text] as const));
  const results: QuestionResult[] = [];
  for (const golden of questions) {
    const gold = resolveGold(golden, texts);
    const hidden = new Set(gold.map(({ uri }) => documents.get(uri)!.id));
    const answered = await pipeline.ask(golden.question, {
      history: golden.history.map((text): Turn => ({ role: 'user', text })),
      explain,
      ...(hideGold && { without: hidden }),
    });
    const question = hideGold ? { ...golden, answerable: false, topic: hiddenTopic } : golden;
    const written = gold.filter((_, at) => golden.gold[at]?.pooled !== true);
    results.push({
      ...measure(question, answered, gold, sectionsOf(gold, documents), documents),
      rankAsWritten: firstHit(answered.passages, sectionsOf(written, documents)),
    });
  }
  return results;
}

function rankOf(found: readonly string[], wanted: ReadonlySet<string>): number | undefined {
  const at = found.findIndex((one) => wanted.has(one));
  return at === -1 ? undefined : at + 1;
}

function sectionsOf(
  gold: readonly GoldSpan[],
  documents: ReadonlyMap<string, Document>,
): GoldSpan[] {
  return gold.flatMap(({ uri, start, end }) =>
    (documents.get(uri)?.sections ?? [])
      .filter((section) => section.start < end && start < section.end)
      .map((section) => ({ uri, start: section.start, end: section.end })),
  );
}

function measure(
  golden: GoldenQuestion,
  answered: AnsweredQuestion,
  gold: readonly GoldSpan[],
  sections: readonly GoldSpan[],
  documents: ReadonlyMap<string, Document>,
): Omit<QuestionResult, 'rankAsWritten'> {
  const { answer, passages, trace } = answered;
  const inGold = answer.citations.filter(({ uri, start, end }) =>
    sections.some((section) => section.uri === uri && section.start <= start && end <= section.end),
  );
  const valid = answer.citations.every(
    ({ uri, start, end, quote, status }) =>
      status !== 'unverified' &&
      documents.get(uri)?.text.slice(start, end) === quote &&
      passages.some((one) => one.uri === uri && one.start <= start && end <= one.end),
  );
  const forbidden = golden.mustNot.some((pattern) => new RegExp(pattern, 'i').test(answer.text));
  return {
    golden,
    answered,
    features: gateFeaturesIn(trace),
    rank: firstHit(passages, sections),
    documentRank: rankOf(
      [...new Set(passages.map(({ uri }) => uri))],
      new Set(gold.map(({ uri }) => uri)),
    ),
    recall: recallInBudget(passages, gold),
    intersectionOverUnion: intersectionOverUnion(passages, gold),
    nuggetsInPassages: nuggetShare(
      passages
        .slice(0, 5)
        .map(({ text }) => text)
        .join('\n'),
      golden.nuggets,
    ),
    nuggetsInAnswer: nuggetShare(answer.text, golden.nuggets),
    focus: answer.citations.length === 0 ? 0 : inGold.length / answer.citations.length,
    wrong: answer.status === 'answered' && (inGold.length === 0 || forbidden),
    quotesGold: answer.citations.some(({ uri, start, end }) =>
      gold.some((one) => one.uri === uri && one.start < end && start < one.end),
    ),
    quotesValid: valid,
    milliseconds: trace.totalMs,
  };
}
