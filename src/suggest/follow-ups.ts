/** Answered question -> what to ask next: of sections near the answer that it did not quote. */
import type { AnsweredQuestion, Document, Section, Span } from '../types.ts';
import { AskedQuestions } from './near-repeat.ts';
import { sectionQuestions } from './section-questions.ts';

/** How many sections after the first quotation are looked at. */
const sectionsAhead = 8;

interface Place {
  readonly document: Document;
  readonly section: Section;
}

/**
 * At most `count` questions, one a section: first of the passages' sections in rank order, then of those
 * that follow the first quotation in its document. Never the question itself, nor two alike.
 *
 * @param documents those of the passages; others are passed over
 */
export function followUps(
  answered: AnsweredQuestion,
  documents: readonly Document[],
  count: number,
): string[] {
  const { status, nearestTopics = [] } = answered.answer;
  if (status === 'declined' && nearestTopics.length === 0) return [];
  const byId = new Map(documents.map((document) => [document.id, document] as const));
  const asked = new AskedQuestions(questionIn(answered));
  const chosen: string[] = [];
  const visited = new Set<Section>();
  for (const { document, section } of [
    ...sectionsOfPassages(answered, byId),
    ...sectionsAfterAnswer(answered, byId),
  ]) {
    if (chosen.length >= count) break;
    if (visited.has(section) || isQuoted(section, document.id, answered)) continue;
    visited.add(section);
    const fresh = sectionQuestions(document, section).find(
      (candidate) => !asked.hasNearly(candidate),
    );
    if (fresh === undefined) continue;
    chosen.push(fresh);
    asked.add(fresh);
  }
  return chosen;
}

function sectionsOfPassages(
  { passages }: AnsweredQuestion,
  documents: ReadonlyMap<string, Document>,
): Place[] {
  return passages.flatMap(({ documentId, ...span }) => {
    const document = documents.get(documentId);
    const section = document?.sections.find((one) => overlaps(one, span));
    return document && section ? [{ document, section }] : [];
  });
}

function sectionsAfterAnswer(
  { answer }: AnsweredQuestion,
  documents: ReadonlyMap<string, Document>,
): Place[] {
  const first = answer.citations[0];
  const document = first && documents.get(first.documentId);
  if (first === undefined || document === undefined) return [];
  return document.sections
    .filter(({ start }) => start >= first.end)
    .slice(0, sectionsAhead)
    .map((section) => ({ document, section }));
}

function isQuoted(section: Section, documentId: string, { answer }: AnsweredQuestion): boolean {
  return answer.citations.some((one) => one.documentId === documentId && overlaps(section, one));
}

function overlaps(left: Span, right: Span): boolean {
  return left.start < right.end && right.start < left.end;
}

/** The question as it was asked: its first trace step holds it. */
function questionIn({ trace }: AnsweredQuestion): string[] {
  const question = trace.steps.find(({ name }) => name === 'rewrite')?.inputs['question'];
  return typeof question === 'string' ? [question] : [];
}
