import { describe, expect, it } from 'vitest';
import type { CandidateSentence } from '../../../src/answer/candidate-sentences.ts';
import { consideredSentences } from '../../../src/answer/considered-sentences.ts';
import type { EvidencePassage } from '../../../src/answer/contract.ts';

const passage: EvidencePassage = {
  rank: 1,
  score: 1,
  chunkId: 'c',
  documentId: 'd',
  uri: 'gans.md',
  title: 'GANs',
  start: 0,
  end: 1000,
  text: '',
  headingPath: [],
  retrievers: {},
  coverage: 1,
  section: { start: 0, end: 1000 },
  headingLength: 0,
  itemCosines: [],
};
const sentence = (at: number): CandidateSentence => ({
  passage,
  span: { start: at * 10, end: at * 10 + 9 },
  quote: 'word '.repeat(80),
  terms: new Set(),
  words: 80,
  block: 'paragraph',
  blockOrdinal: 0,
  position: at,
  score: 100 - at,
  dangling: false,
  leadsOn: false,
  apart: false,
});
const ranked = Array.from({ length: 40 }, (_, at) => sentence(at));

describe('consideredSentences', () => {
  it('shows twenty, best first, and a chosen one however low it ranks', () => {
    const shown = consideredSentences({ chosen: [ranked[35]!, ranked[0]!], ranked });
    expect(shown).toHaveLength(20);
    expect(shown.map(({ start }) => start / 10)).toEqual([
      ...Array.from({ length: 19 }, (_, at) => at),
      35,
    ]);
    expect(shown.filter(({ chosen }) => chosen).map(({ start }) => start)).toEqual([0, 350]);
  });

  it('cuts texts at 200 characters and keeps the offsets', () => {
    const [first] = consideredSentences({ chosen: [], ranked });
    expect(first).toMatchObject({ documentId: 'd', start: 0, end: 9, score: 100, chosen: false });
    expect(first?.text).toHaveLength(200);
  });
});
