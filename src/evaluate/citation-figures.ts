/** Measured answers -> the figures of the report and of its floors. */
import type { Support } from '../types.ts';
import type { Lie } from './citing-writer.ts';
import type { CitedAnswer, ShownSentence } from './measure-citations.ts';
import { percentile, seededRandom } from './metrics.ts';

export interface Share {
  readonly hits: number;
  readonly of: number;
}

export interface CitationFigures {
  readonly answered: number;
  readonly declinedByGate: number;
  readonly declinedByModel: number;
  /** Claims that were not written since no passage offered held their quotation. */
  readonly notOffered: number;
  readonly sentences: number;
  /** Written and not shown as written, or shown and not written. */
  readonly changed: number;
  /** Answers whose quotations were asked for a second time. */
  readonly repaired: number;
  /** Sentences whose right citations hold all of the claim's quotation. */
  readonly recall: Share;
  /** Right ones of the citations shown, those marked as not found left out. */
  readonly precision: Share;
  /** How the sentences labelled true and quoted truly are shown. */
  readonly truthful: Readonly<Record<Support, Share>>;
  /** How the overreaching ones are. */
  readonly overreaching: Readonly<Record<Support, Share>>;
  /** Sentences shown as `supported` without a single cited sentence that holds all their terms. */
  readonly supportedUnheld: number;
  /** Wrong quotations of which nothing is shown as found, at a sentence that is not `supported`. */
  readonly liesFlagged: Readonly<Record<Lie, Share>>;
  readonly truthsFlagged: Share;
}

export function figuresOf(answers: readonly CitedAnswer[]): CitationFigures {
  const count = (outcome: CitedAnswer['outcome']): number =>
    answers.filter((answer) => answer.outcome === outcome).length;
  const sentences = answers.flatMap((answer) => answer.sentences);
  const honest = sentences.filter(({ lie }) => lie === null);
  const told = (lie: Lie) =>
    shareOf(
      sentences.filter((one) => one.lie === lie),
      isFlagged,
    );
  return {
    answered: count('answered'),
    declinedByGate: count('declined by the gate'),
    declinedByModel: count('declined by the model'),
    notOffered: answers
      .filter(({ outcome }) => outcome !== 'declined by the gate')
      .reduce((sum, answer) => sum + answer.claims - answer.sentences.length, 0),
    sentences: sentences.length,
    changed:
      answers.reduce((sum, { strange }) => sum + strange, 0) +
      sentences.filter(({ support }) => support === null).length,
    repaired: answers.filter(({ repairs }) => repairs > 0).length,
    recall: addUp(answers.map(recallOf)),
    precision: addUp(answers.map(precisionOf)),
    truthful: bySupport(honest.filter(({ claim }) => claim.supported)),
    overreaching: bySupport(honest.filter(({ claim }) => !claim.supported)),
    supportedUnheld: sentences.filter(({ support, held }) => support === 'supported' && !held)
      .length,
    liesFlagged: {
      altered: told('altered'),
      invented: told('invented'),
      misplaced: told('misplaced'),
    },
    truthsFlagged: shareOf(honest, ({ citations }) =>
      citations.some(({ status }) => status === 'unverified'),
    ),
  };
}

export function recallOf({ sentences }: CitedAnswer): Share {
  return shareOf(sentences, ({ recalled }) => recalled);
}

export function precisionOf({ sentences }: CitedAnswer): Share {
  const shown = sentences
    .flatMap(({ citations }) => citations)
    .filter(({ status }) => status !== 'unverified');
  return shareOf(shown, ({ right }) => right);
}

/**
 * 95 % interval of the summed share. A bootstrap over the parts, 1,000 resamples with a fixed seed:
 * sentences of one answer are not independent. Where all or none hit it says nothing, and the rule of
 * three does: 3 / n from the end of the scale.
 */
export function intervalOf(parts: readonly Share[]): {
  readonly low: number;
  readonly high: number;
} {
  const { hits, of } = addUp(parts);
  if (of === 0) return { low: 0, high: 1 };
  if (hits === of) return { low: Math.max(0, 1 - 3 / of), high: 1 };
  if (hits === 0) return { low: 0, high: Math.min(1, 3 / of) };
  const random = seededRandom(20_260_301);
  const shares = Array.from({ length: 1_000 }, () => {
    const drawn = parts.map(() => parts[Math.floor(random() * parts.length)]!);
    return ratioOf(addUp(drawn));
  });
  return { low: percentile(shares, 0.025), high: percentile(shares, 0.975) };
}

/** 0 to 1; 0 of nothing. */
export function ratioOf({ hits, of }: Share): number {
  return of === 0 ? 0 : hits / of;
}

function addUp(parts: readonly Share[]): Share {
  return {
    hits: parts.reduce((sum, { hits }) => sum + hits, 0),
    of: parts.reduce((sum, { of }) => sum + of, 0),
  };
}

function shareOf<One>(all: readonly One[], isHit: (one: One) => boolean): Share {
  return { hits: all.filter(isHit).length, of: all.length };
}

function bySupport(sentences: readonly ShownSentence[]): CitationFigures['truthful'] {
  const shown = (wanted: Support) => shareOf(sentences, ({ support }) => support === wanted);
  return {
    supported: shown('supported'),
    partial: shown('partial'),
    unsupported: shown('unsupported'),
  };
}

function isFlagged({ support, citations }: ShownSentence): boolean {
  return (
    support !== null &&
    support !== 'supported' &&
    citations.length > 0 &&
    citations.every(({ status }) => status === 'unverified')
  );
}
