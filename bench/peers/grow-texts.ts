/** Real sentences -> as many passages as are asked for, each another one. */
import { termsOf } from '../../src/text/terms.ts';
import type { SeedPair } from './grow-vectors.ts';
import type { Seeds, Sentence } from './seeds.ts';

export interface GrownText {
  readonly text: string;
  /** Its words as the product searches them, each as often as it stands. */
  readonly terms: readonly string[];
}

/** A passage ends with the sentence that crosses this, which makes 680 characters on average. */
const chars = 600;
/** Of its sentences, so many come from the two passages that it lies between, the rest from anywhere. */
const ownShare = 0.7;
/** Names that no note holds: without them a million chunks would have the vocabulary of a thousand. */
const namesInOne = 2;
const mostNames = 1_000_000;
const syllables = [
  ...[
    'ba',
    'ce',
    'di',
    'fo',
    'gu',
    'ha',
    'je',
    'ki',
    'lo',
    'mu',
    'na',
    'pe',
    'qui',
    'ro',
    'su',
    'ta',
  ],
  ...['ve', 'wi', 'xo', 'zu', 'bra', 'cle', 'dri', 'flo', 'gru', 'pla', 'ske', 'tri', 'sho', 'chu'],
];

/** @param pair the seeds that the passage lies between */
export function growText(
  { sentences, passages }: Pick<Seeds, 'sentences' | 'passages'>,
  pair: SeedPair,
  random: () => number,
): GrownText {
  const near = pair.flatMap((seed) => passages[seed]!);
  const drawn = (): Sentence => {
    const at = random() < ownShare ? near[Math.floor(random() * near.length)] : undefined;
    return sentences[at ?? Math.floor(random() * sentences.length)]!;
  };
  const parts: Sentence[] = [];
  let length = 0;
  while (length < chars) {
    const sentence = drawn();
    if (parts.includes(sentence)) continue;
    parts.push(sentence);
    length += sentence.text.length + 1;
  }
  for (let count = 0; count < namesInOne; count += 1) {
    const name = nameOf(zipfRank(random));
    parts.push({ text: `${name}.`, terms: termsOf(name) });
  }
  return {
    text: parts.map(({ text }) => text).join(' '),
    terms: parts.flatMap(({ terms }) => terms),
  };
}

/** Ranks from 0 up; each is drawn in proportion to 1 / (rank + 1), as words are (Zipf's law). */
function zipfRank(random: () => number): number {
  return Math.floor(mostNames ** random()) - 1;
}

function nameOf(rank: number): string {
  let left = rank;
  let name = '';
  do {
    name += syllables[left % syllables.length];
    left = Math.floor(left / syllables.length);
  } while (left > 0);
  return `${name}x`;
}
