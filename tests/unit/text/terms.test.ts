import { describe, expect, it } from 'vitest';
import { queryTermsOf, termsOf, wordsOf } from '../../../src/text/terms.ts';

describe('termsOf', () => {
  it('drops stop words and stems the rest', () => {
    expect(termsOf('The GANs were trained')).toEqual(['gan', 'train']);
  });

  it('keeps order and repetitions', () => {
    expect(termsOf('loss model loss')).toEqual(['loss', 'model', 'loss']);
  });

  it('folds accents and compatibility forms', () => {
    expect(termsOf('naïve ﬁne ＧＰＴ４')).toEqual(termsOf('naive fine gpt4'));
  });

  it.each([
    ['tokenization', 'tokenisation'],
    ['quantized', 'quantised'],
    ['analyzing', 'analysing'],
    ['behavior', 'behaviour'],
    ['modeling', 'modelling'],
    ['centers', 'centres'],
    ['licensed', 'licenced'],
    ['artifacts', 'artefacts'],
  ])('gives %s and %s the same term', (american, british) => {
    expect(termsOf(american)).toEqual(termsOf(british));
  });

  it.each(['precise', 'four', 'hour', 'calling', 'noise'])('keeps %s apart from others', (text) => {
    expect(termsOf(text)).not.toEqual(termsOf(text.slice(0, -1)));
  });

  it('joins hyphenated words beside their parts', () => {
    expect(termsOf('fine-tuned')).toEqual([...termsOf('fine tuned'), ...termsOf('finetuned')]);
  });

  it('keeps numbers and negations', () => {
    expect(termsOf('not 256 tokens')).toEqual(['not', '256', 'token']);
  });

  it.each(['日本語', '大模型'])('gives overlapping pairs of %s', (text) => {
    const [first, second, third] = [...text];
    expect(termsOf(text)).toEqual([`${first}${second}`, `${second}${third}`]);
  });

  it('keeps a lone character of a script without spaces', () => {
    expect(termsOf('本')).toEqual(['本']);
  });

  it.each(['', ' \n', '!?', 'the of and'])('gives nothing for %j', (text) => {
    expect(termsOf(text)).toEqual([]);
  });

  it('leaves out words of more than 64 characters', () => {
    expect(termsOf(`${'x'.repeat(65)} ${'y'.repeat(64)}`)).toHaveLength(1);
  });
});

describe('wordsOf', () => {
  it('keeps stop words, in lower case', () => {
    expect(wordsOf('What is RAG?')).toEqual(['what', 'is', 'rag']);
  });
});

describe('queryTermsOf', () => {
  it('names the word that each term came from', () => {
    expect(queryTermsOf('How are GANs trained?')).toEqual([
      { word: 'gans', term: 'gan', compound: false },
      { word: 'trained', term: 'train', compound: false },
    ]);
  });

  it('marks the joined form of a hyphenated word', () => {
    expect(queryTermsOf('multi-head attention').at(-1)).toEqual({
      word: 'multihead',
      term: 'multihead',
      compound: true,
    });
  });

  it('drops asking words', () => {
    expect(queryTermsOf('Please explain attention').map(({ term }) => term)).toEqual(
      termsOf('attention'),
    );
  });

  it('keeps asking words when nothing else is left', () => {
    expect(queryTermsOf('explain it').map(({ word }) => word)).toEqual(['explain']);
  });

  it('gives each term once, in order of first use', () => {
    const terms = queryTermsOf('training loss, trained loss').map(({ term }) => term);
    expect(terms).toEqual(['train', 'loss']);
  });

  it('gives nothing when the question is empty', () => {
    expect(queryTermsOf('')).toEqual([]);
  });
});
