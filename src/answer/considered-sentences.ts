/** The weighed sentences as the trace shows them. */
import { type ConsideredSentence, MAX_CONSIDERED_CHARS } from '../types.ts';
import type { SelectedSentences } from './extractive.ts';

const sentencesShown = 20;

/** All chosen sentences and the best of the others, 20 together, best first. */
export function consideredSentences({ chosen, ranked }: SelectedSentences): ConsideredSentence[] {
  const quoted = new Set(chosen);
  const others = ranked.filter((sentence) => !quoted.has(sentence));
  const shown = new Set([...chosen, ...others.slice(0, Math.max(0, sentencesShown - quoted.size))]);
  return ranked
    .filter((sentence) => shown.has(sentence))
    .slice(0, sentencesShown)
    .map((sentence) => ({
      text: sentence.quote.slice(0, MAX_CONSIDERED_CHARS),
      documentId: sentence.passage.documentId,
      ...sentence.span,
      score: sentence.score,
      chosen: quoted.has(sentence),
    }));
}
