import { describe, expect, it } from 'vitest';
import type { Evidence, EvidencePassage } from '../../../src/answer/contract.ts';
import { missingDetails, namesIn } from '../../../src/answer/missing-details.ts';
import { queryTermsOf } from '../../../src/text/terms.ts';

const passage = (text: string): EvidencePassage => ({
  rank: 1,
  score: 1,
  chunkId: 'c',
  documentId: 'd',
  uri: 'models.md',
  title: 'Models',
  start: 0,
  end: text.length,
  text,
  headingPath: ['Sizes'],
  retrievers: {},
  coverage: 1,
  context: { start: 0, end: text.length },
  section: { start: 0, end: text.length },
  headingLength: 0,
  itemCosines: [],
});

function details(question: string, text: string, unknownWords: readonly string[] = []) {
  const evidence: Evidence = {
    question,
    terms: queryTermsOf(question).map(({ term }) => term),
    unknownWords,
    repairs: [],
    passages: [passage(text)],
    idf: new Map(),
    unknownIdf: 5,
    narrowed: false,
    documents: new Map(),
  };
  return missingDetails(evidence, evidence.passages);
}

describe('namesIn', () => {
  it.each([
    ['What does GlacierKV cost?', ['GlacierKV']],
    ['How big is GPT-7’s window?', ['GPT-7']],
    ['Who is Ada Lovelace? Where did she live?', ['Ada', 'Lovelace']],
    ['What do I gain when I’m done?', []],
    ['what is dropout', []],
  ])('finds in %j %j', (question, names) => {
    expect(namesIn(question)).toEqual(names);
  });
});

describe('missingDetails', () => {
  it('misses a name that the library does not know', () => {
    expect(details('What is GlacierKV?', 'A cache.', ['glacierkv']).unknownName).toBe(true);
    expect(details('What is a cache?', 'A cache.').unknownName).toBe(false);
  });

  it('misses a name of which no passage speaks', () => {
    expect(details('How was Mixtral trained?', 'Llama was trained on text.').missingName).toBe(
      true,
    );
    expect(details('How was Llama trained?', 'Llama was trained on text.').missingName).toBe(false);
  });

  it('takes a name with a number as a whole', () => {
    const text = 'GPT-4 and GPT 5 accept images.';
    expect(details('Does GPT-7 accept images?', text).missingName).toBe(true);
    expect(details('Does GPT-4 accept images?', text).missingName).toBe(false);
    expect(details('Does GPT-5 accept images?', text).missingName).toBe(false);
  });

  it('misses a count unless a number stands beside what is counted', () => {
    const question = 'How many experts does the layer have?';
    expect(details(question, 'The layer has 8 routed experts.').missingCount).toBe(false);
    expect(details(question, 'The experts of the layer, from 2021, are small.').missingCount).toBe(
      true,
    );
    expect(details('Why are experts sparse?', 'Experts are sparse.').missingCount).toBe(false);
  });
});
