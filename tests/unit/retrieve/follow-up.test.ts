import { describe, expect, it } from 'vitest';
import { lastStandalone, leansOnHistory, withoutFiller } from '../../../src/retrieve/follow-up.ts';

describe('leansOnHistory', () => {
  it.each([
    'and its drawbacks?',
    'why?',
    'why not?',
    'compare it with the other one',
    'What about memory?',
    'for images too?',
    'can you give an example?',
    "what's the downside?",
    'which kind is used most today?',
    'so is zero deterministic?',
    'How would I tune that?',
    'who came up with it?',
    'Why does that matter?',
  ])('is true of %j', (question) => {
    expect(leansOnHistory(question)).toBe(true);
  });

  it.each([
    'What is BLEU?',
    'ok. And what is reward hacking?',
    'thanks. What is C2PA?',
    'And HNSW, what is that?',
    'In RAG, what is reranking?',
    'Is there a closed form for the Gaussian KL?',
    'What is the embedding that BERT uses?',
    'does a lower temperature help?',
    'ok new topic, what is mode collapse in a GAN?',
    'Why does it matter that the softmax saturates when keys have many dimensions in attention?',
  ])('is false of %j', (question) => {
    expect(leansOnHistory(question)).toBe(false);
  });
});

describe('withoutFiller', () => {
  it.each([
    ['ok, something else: what is BM25?', 'what is BM25?'],
    ['Thanks! And its limits?', 'its limits?'],
    ['okra is a plant', 'okra is a plant'],
    ['Next-token prediction, why?', 'Next-token prediction, why?'],
    ['Right to erasure', 'Right to erasure'],
    ['Well-calibrated models', 'Well-calibrated models'],
    ['ok', 'ok'],
  ])('takes from %j what only leads up to it', (question, rest) => {
    expect(withoutFiller(question)).toBe(rest);
  });
});

describe('lastStandalone', () => {
  it('skips the questions that lean themselves', () => {
    expect(lastStandalone(['What is DPO?', 'who came up with it?', 'why?'])).toBe('What is DPO?');
    expect(lastStandalone(['What is DPO?', 'why?', 'And what is BLEU?'])).toBe('And what is BLEU?');
  });

  it('is the first question when all lean, and null without any', () => {
    expect(lastStandalone(['Why?', 'and then?'])).toBe('Why?');
    expect(lastStandalone([])).toBeNull();
  });
});
