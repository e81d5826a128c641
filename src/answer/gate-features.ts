/** What the gate looks at: how well the evidence fits the question, as numbers from 0 to about 1. */
import { sentencesOf } from '../text/sentences.ts';
import { termsOf } from '../text/terms.ts';
import type { Evidence } from './contract.ts';
import { missingDetails } from './missing-details.ts';
import { asksOfAsker, asksOfTheMoment, fillsSlot, slotOf } from './question-kind.ts';
import { termShare } from './term-share.ts';

export interface GateFeatures {
  /** Best cosine among the passages; 0 without vectors. */
  readonly cosine: number;
  /** Mean cosine of the best three. */
  readonly cosineMean: number;
  /** Best share of the question's idf in one passage with its headings and keys. */
  readonly coverage: number;
  /** The same for the passage ranked first. */
  readonly topCoverage: number;
  /** Best share in a single sentence with its headings. */
  readonly sentence: number;
  /** Terms of the question over 12, at most 1: the longer it is, the less of it one passage holds. */
  readonly length: number;
  /** Idf share of words that the library does not know. */
  readonly unknown: number;
  /** Share of the question's words that were repaired. */
  readonly repaired: number;
  /** 1 when a date, number or name is asked for and no sentence that fits the question holds one. */
  readonly slotMissing: number;
  /** 1 when it asks for what changes by the hour. */
  readonly ofTheMoment: number;
  /** 1 when it asks for a fact of the asker's own circle. */
  readonly ofAsker: number;
  /** 1 when it names what the library does not know. */
  readonly unknownName: number;
  /** 1 when it names something of which no passage speaks. */
  readonly missingName: number;
  /** 1 when it asks how many, and no passage counts that. */
  readonly missingCount: number;
}

export const featureNames = [
  'cosine',
  'cosineMean',
  'coverage',
  'topCoverage',
  'sentence',
  'length',
  'unknown',
  'repaired',
  'slotMissing',
  'ofTheMoment',
  'ofAsker',
  'unknownName',
  'missingName',
  'missingCount',
] as const satisfies readonly (keyof GateFeatures)[];

const passagesRead = 5;

export function gateFeatures(evidence: Evidence): GateFeatures {
  const passages = evidence.passages.slice(0, passagesRead);
  const cosines = passages.map(({ cosine }) => cosine ?? 0).sort((left, right) => right - left);
  const slot = slotOf(evidence.question);
  let sentence = 0;
  let slotFilled = slot === undefined;
  for (const passage of passages) {
    const headings = termsOf([passage.title, ...passage.headingPath].join(' '));
    for (const span of sentencesOf(passage.text)) {
      const text = passage.text.slice(span.start, span.end);
      const share = termShare(
        evidence.terms,
        new Set([...headings, ...termsOf(text)]),
        evidence.idf,
      );
      sentence = Math.max(sentence, share);
      if (slot !== undefined && share >= 0.6 && fillsSlot(text, slot)) slotFilled = true;
    }
  }
  const unknownWeight = evidence.unknownWords.length * evidence.unknownIdf;
  const knownWeight = evidence.terms.reduce((sum, term) => sum + (evidence.idf.get(term) ?? 0), 0);
  const missing = missingDetails(evidence, passages);
  const words = Math.max(evidence.terms.length, 1);
  return {
    cosine: cosines[0] ?? 0,
    cosineMean: cosines.slice(0, 3).reduce((sum, cosine) => sum + cosine, 0) / 3,
    coverage: Math.max(0, ...passages.map(({ coverage }) => coverage)),
    topCoverage: passages[0]?.coverage ?? 0,
    sentence,
    length: Math.min(1, evidence.terms.length / 12),
    unknown:
      knownWeight === 0 ? (unknownWeight > 0 ? 1 : 0) : Math.min(1, unknownWeight / knownWeight),
    repaired: Math.min(1, evidence.repairs.length / words),
    slotMissing: slotFilled ? 0 : 1,
    ofTheMoment: Number(asksOfTheMoment(evidence.question)),
    ofAsker: Number(asksOfAsker(evidence.question)),
    unknownName: Number(missing.unknownName),
    missingName: Number(missing.missingName),
    missingCount: Number(missing.missingCount),
  };
}
