/**
 * Answers with whole sentences of the notes: the best ones, in reading order, each cited. It selects
 * and orders; it never rewrites, joins or infers.
 */
import { termsOf } from '../text/terms.ts';
import { type CandidateSentence, candidateSentences } from './candidate-sentences.ts';
import type { Evidence } from './contract.ts';
import { questionKindOf, sidesOf } from './question-kind.ts';

/** Longest answer in words; the last sentence may not pass it. */
const maxWords = 130;
/** Once an answer has this many words, sentences far below the best no longer join. */
const enoughWords = 60;
const farBelow = 0.7;
/** Greatest share of terms that two quoted sentences may have in common. */
const maxOverlap = 0.6;

export interface SelectedSentences {
  /** To be quoted, in reading order. `[]` when no passage holds a sentence. */
  readonly chosen: readonly CandidateSentence[];
  /** All that were weighed, best first. */
  readonly ranked: readonly CandidateSentence[];
}

export function selectSentences(evidence: Evidence): SelectedSentences {
  const kind = questionKindOf(evidence.question);
  const sides =
    kind === 'compare' ? sidesOf(evidence.question)?.map((side) => termsOf(side)) : undefined;
  const candidates = candidateSentences(evidence, kind).map((candidate) =>
    sides ? { ...candidate, score: candidate.score + sideBonus(candidate, sides) } : candidate,
  );
  const ranked = [...candidates].sort(
    (left, right) =>
      right.score - left.score ||
      left.passage.rank - right.passage.rank ||
      left.position - right.position,
  );
  const chosen: CandidateSentence[] = [];
  let words = 0;
  const take = (sentence: CandidateSentence): boolean => {
    const together = [...new Set([...needed(sentence, candidates), sentence])].filter(
      (one) => !chosen.includes(one),
    );
    const length = together.reduce((sum, one) => sum + one.words, 0);
    if (together.length === 0 || (chosen.length > 0 && words + length > maxWords)) return false;
    if (together.some((one) => chosen.some((other) => overlap(one, other) > maxOverlap)))
      return false;
    chosen.push(...together);
    words += length;
    return true;
  };
  for (const side of sides ?? []) {
    if (!chosen.some((sentence) => speaksOf(sentence, side))) takeSide(side, ranked, take);
  }
  const best = ranked[0]?.score ?? 0;
  for (const sentence of ranked) {
    if (words >= enoughWords && sentence.score < best * farBelow) break;
    if (kind === 'list' || kind === 'steps') takeList(sentence, candidates, take);
    take(sentence);
  }
  return { chosen: inReadingOrder(withoutLostLeads(chosen)), ranked };
}

/** A sentence that sets both sides against each other is worth more, one that names neither less. */
function sideBonus(sentence: CandidateSentence, sides: readonly (readonly string[])[]): number {
  const named = sides.filter((side) => speaksOf(sentence, side)).length;
  const heading = new Set(termsOf(sentence.passage.headingPath.at(-1) ?? ''));
  const asked = new Set(sides.flat());
  // A section on these two alone is better than one that compares them among others.
  const onlyThese =
    [...heading].filter((term) => asked.has(term)).length / Math.max(heading.size, 1);
  const bySentence = named === sides.length ? 0.8 : named === 0 ? -0.8 : 0;
  return bySentence + 0.5 * onlyThese;
}

function speaksOf(sentence: CandidateSentence, side: readonly string[]): boolean {
  const held = side.filter((term) => sentence.terms.has(term)).length;
  return side.length > 0 && held >= Math.ceil(side.length / 2);
}

/** For a comparison: the best sentence that speaks of this side. */
function takeSide(
  side: readonly string[],
  ranked: readonly CandidateSentence[],
  take: (sentence: CandidateSentence) => boolean,
): void {
  for (const sentence of ranked.filter((one) => speaksOf(one, side)).slice(0, 3)) {
    if (take(sentence)) return;
  }
}

/** Keeps a list whole: the sentence that introduces it and its items, as far as they fit. */
function takeList(
  sentence: CandidateSentence,
  candidates: readonly CandidateSentence[],
  take: (sentence: CandidateSentence) => boolean,
): void {
  if (sentence.block !== 'item' && !sentence.leadsOn) return;
  const { passage } = sentence;
  const inPassage = candidates.filter((one) => one.passage === passage);
  const at = inPassage.indexOf(sentence);
  let first = at;
  while (first > 0 && inPassage[first]!.block === 'item') first -= 1;
  for (const one of inPassage.slice(first)) {
    if (one !== inPassage[first] && one.block !== 'item') break;
    take(one);
  }
}

/** Drops sentences that introduce a list or a formula of which nothing is quoted. */
function withoutLostLeads(chosen: readonly CandidateSentence[]): CandidateSentence[] {
  return chosen.filter(
    (sentence) =>
      !sentence.leadsOn ||
      chosen.some(
        (other) =>
          other.passage === sentence.passage &&
          other.position === sentence.position + 1 &&
          !textBetween(sentence, other).includes('$$'),
      ),
  );
}

function textBetween(first: CandidateSentence, second: CandidateSentence): string {
  const { passage } = first;
  return passage.text.slice(first.span.end - passage.start, second.span.start - passage.start);
}

/** Sentences that must stand with it: before one that points back, the rest of an item, its formula. */
function needed(
  sentence: CandidateSentence,
  candidates: readonly CandidateSentence[],
): CandidateSentence[] {
  if (sentence.block === 'item') {
    return candidates.filter(
      ({ passage, blockOrdinal }) =>
        passage === sentence.passage && blockOrdinal === sentence.blockOrdinal,
    );
  }
  const before: CandidateSentence[] = [];
  const after = candidates.filter(
    ({ passage, position, block }) =>
      sentence.leadsOn &&
      block === 'formula' &&
      passage === sentence.passage &&
      position === sentence.position + 1,
  );
  let current = sentence;
  while (current.dangling && current.position > 0) {
    const previous = candidates.find(
      (one) => one.passage === current.passage && one.position === current.position - 1,
    );
    if (previous === undefined) break;
    before.unshift(previous);
    current = previous;
  }
  return [...before, ...after];
}

function overlap(left: CandidateSentence, right: CandidateSentence): number {
  const smaller = left.terms.size < right.terms.size ? left.terms : right.terms;
  const larger = smaller === left.terms ? right.terms : left.terms;
  if (smaller.size === 0) return 0;
  return [...smaller].filter((term) => larger.has(term)).length / smaller.size;
}

/**
 * The section of the best sentence first, and within a section as the note has them; items that have
 * nothing in common by their own worth.
 */
function inReadingOrder(chosen: readonly CandidateSentence[]): CandidateSentence[] {
  const groupOf = ({ passage, apart, blockOrdinal }: CandidateSentence): string =>
    apart ? `${passage.chunkId} ${blockOrdinal}` : `${passage.documentId} ${passage.section.start}`;
  const order = new Map<string, number>();
  for (const sentence of [...chosen].sort((left, right) => right.score - left.score)) {
    const group = groupOf(sentence);
    if (!order.has(group)) order.set(group, order.size);
  }
  return [...chosen].sort(
    (left, right) =>
      order.get(groupOf(left))! - order.get(groupOf(right))! || left.span.start - right.span.start,
  );
}
