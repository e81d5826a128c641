/** Times of the rounds of one group -> figures, and ratios to the first contender round by round. */
import { quantile } from '../page/spread.ts';
import { median } from '../side-by-side.ts';
import type { Arm } from './contender.ts';
import type { ArmFigures } from './measured.ts';

export const rounds = 5;

interface Round {
  readonly milliseconds: readonly number[];
  readonly perSecond: number;
}

export class RoundTimes {
  readonly #first: string;
  readonly #rounds = new Map<string, Round[]>();

  /** @param first whom the others are compared with */
  constructor(first: string) {
    this.#first = first;
  }

  /** The next round of a contender; in every round all begin with the same question. */
  add(contender: string, arm: Arm, milliseconds: readonly number[], perSecond: number): void {
    const key = keyOf(contender, arm);
    this.#rounds.set(key, [...(this.#rounds.get(key) ?? []), { milliseconds, perSecond }]);
  }

  /** Undefined without a round. */
  figures(contender: string, arm: Arm): Omit<ArmFigures, 'quality'> | undefined {
    const rounds = this.#rounds.get(keyOf(contender, arm));
    if (rounds === undefined) return undefined;
    const compared = this.#rounds.get(keyOf(this.#first, arm)) ?? [];
    const all = rounds.flatMap(({ milliseconds }) => milliseconds);
    const ratios = rounds.flatMap(({ milliseconds }, at) => {
      const others = compared[at]?.milliseconds;
      if (others === undefined) return [];
      // Whoever is slow has answered fewer: the same questions are compared.
      const count = Math.min(others.length, milliseconds.length);
      return [median(milliseconds.slice(0, count)) / median(others.slice(0, count))];
    });
    return {
      p50: median(all),
      p99: quantile(all, 0.99),
      questions: all.length,
      perSecond: median(rounds.map(({ perSecond }) => perSecond)),
      ratio: median(ratios),
    };
  }
}

function keyOf(contender: string, arm: Arm): string {
  return `${arm} ${contender}`;
}
