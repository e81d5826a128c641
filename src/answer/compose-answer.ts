/** Chosen sentences -> an answer whose every citation was checked; or an answer that declines. */
import { pageField } from '../text/page-at.ts';
import { plainText } from '../text/plain-text.ts';
import { termsOf } from '../text/terms.ts';
import {
  type Answer,
  type Citation,
  type DeclineReason,
  type NearestTopic,
  PARTIAL_FROM,
  type Passage,
  type Statement,
  SUPPORTED_FROM,
  type Support,
} from '../types.ts';
import { createAnswerText } from './answer-text.ts';
import type { CandidateSentence } from './candidate-sentences.ts';
import type { Evidence } from './contract.ts';
import { termShare } from './term-share.ts';
import { verifyQuote } from './verify-quote.ts';

/** First words of every extractive answer: it says that it quotes. */
const opening = 'From the notes:';

/** Cosine below which a passage has nothing to do with a question; most unrelated pairs lie below. */
const leastNearCosine = 0.3;

/** The sentence that declines, by reason. Shared with the tests and the page. */
export const declineTexts: Readonly<Record<DeclineReason, string>> = {
  'nothing-found':
    'The notes do not hold an answer to this: no passage shares its words or its meaning.',
  'unknown-terms':
    'The notes do not hold an answer to this: some of its key words occur nowhere in them.',
  'weak-evidence':
    'The notes do not hold a clear answer to this: what comes nearest does not answer it.',
  'missing-detail': 'The notes do not hold this detail: they treat the topic without it.',
  private: 'The notes do not hold an answer to this: it asks for a fact of your own circle.',
  'of-the-moment':
    'The notes do not hold an answer to this: it asks for what changes from day to day.',
  'outside-material': 'The notes do not hold an answer to this: it lies outside their topics.',
};

/** Where only some sources were searched nothing is said of the others. */
const narrowedTexts: Partial<typeof declineTexts> = {
  'nothing-found':
    'The chosen sources do not hold an answer to this: no passage of them shares its words or its meaning.',
  'weak-evidence':
    'The chosen sources do not hold a clear answer to this: what comes nearest in them does not answer it.',
  'outside-material':
    'The chosen sources do not hold an answer to this: it lies outside their topics.',
  'missing-detail': 'The chosen sources do not hold this detail: they treat the topic without it.',
};

/** Each sentence becomes a statement with one citation, checked against the document as it is now. */
export function composeAnswer(sentences: readonly CandidateSentence[], evidence: Evidence): Answer {
  const citations = sentences.map((sentence, at) => cite(sentence, at + 1, evidence));
  const statements = sentences.map((sentence, at) => state(sentence, citations[at]!, evidence));
  return { status: 'answered', text: layOut(statements), statements, citations };
}

export function declineAnswer(reason: DeclineReason, evidence: Evidence): Answer {
  const topics = new Map<string, NearestTopic>();
  for (const passage of evidence.passages) {
    const { documentId, uri, title, headingPath } = passage;
    if (!isNear(passage)) continue;
    const key = `${documentId}\n${headingPath.join('\n')}`;
    if (topics.size < 5 && !topics.has(key))
      topics.set(key, { documentId, uri, title, headingPath });
  }
  return {
    status: 'declined',
    reason,
    text: (evidence.narrowed && narrowedTexts[reason]) || declineTexts[reason],
    statements: [],
    citations: [],
    nearestTopics: [...topics.values()],
  };
}

/** Shares a word with the question, or something of its meaning: other passages are nearest by chance. */
function isNear({ coverage, cosine }: Passage): boolean {
  return coverage > 0 || (cosine ?? 0) >= leastNearCosine;
}

/** The support that a share of matched terms amounts to. */
export function supportOf(share: number): Support {
  if (share >= SUPPORTED_FROM) return 'supported';
  return share >= PARTIAL_FROM ? 'partial' : 'unsupported';
}

function cite(
  { passage, span, quote }: CandidateSentence,
  marker: number,
  evidence: Evidence,
): Citation {
  const document = evidence.documents.get(passage.documentId);
  const checked = document
    ? verifyQuote(document.text, span, quote)
    : ({ status: 'unverified', quote, ...span } as const);
  return {
    marker,
    documentId: passage.documentId,
    uri: passage.uri,
    title: passage.title,
    headingPath: passage.headingPath,
    ...(document && pageField(document, checked.start)),
    contentHash: document?.contentHash ?? '',
    start: checked.start,
    end: checked.end,
    quote: checked.quote,
    status: checked.status,
  };
}

function state(sentence: CandidateSentence, citation: Citation, evidence: Evidence): Statement {
  const text = sentence.block === 'formula' ? sentence.quote : plainText(sentence.quote);
  const present = new Set(citation.status === 'unverified' ? [] : termsOf(citation.quote));
  const supportScore = termShare(new Set(termsOf(text)), present, evidence.idf);
  return {
    text,
    support: supportOf(supportScore),
    supportScore,
    citations: [citation.marker],
    layout: sentence.block === 'item' || sentence.block === 'formula' ? sentence.block : 'sentence',
  };
}

function layOut(statements: readonly Statement[]): string {
  const answer = createAnswerText(opening);
  for (const statement of statements) answer.append(statement);
  return answer.text;
}
