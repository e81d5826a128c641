import { describe, expect, it } from 'vitest';
import {
  asksOfAsker,
  asksOfTheMoment,
  questionKindOf,
  sidesOf,
} from '../../../src/answer/question-kind.ts';

describe('questionKindOf', () => {
  it.each([
    ['What is the difference between BM25 and dense search?', 'compare'],
    ['Walk me through the steps of RLHF', 'steps'],
    ['What are the main types of attention?', 'list'],
    ['My GAN only draws one face, what should I do?', 'fix'],
    ['How can I reduce hallucinations?', 'fix'],
    ['Why is attention scaled?', 'why'],
    ['What is LoRA?', 'definition'],
    ['How does beam search work?', 'how'],
  ])('reads %s as %s', (question, kind) => {
    expect(questionKindOf(question)).toBe(kind);
  });
});

describe('sidesOf', () => {
  it('names both sides', () => {
    expect(sidesOf('difference between a GAN and a VAE?')).toEqual(['a GAN', 'a VAE']);
    expect(sidesOf('BERT vs GPT')).toEqual(['BERT', 'GPT']);
    expect(sidesOf('What is RAG?')).toBeUndefined();
  });
});

describe('asksOfTheMoment', () => {
  it('tells news from knowledge', () => {
    expect(asksOfTheMoment('What is the share price this morning?')).toBe(true);
    expect(asksOfTheMoment('What is a learning rate?')).toBe(false);
  });
});

describe('asksOfAsker', () => {
  it.each([
    'What is my salary?',
    'How many tokens did our bot burn?',
    'Please remind me when is my interview',
    'Does my contract forbid side projects?',
  ])('says so of %s', (question) => {
    expect(asksOfAsker(question)).toBe(true);
  });

  it.each([
    'How do I stop my chatbot from inventing facts?',
    'Why does my model forget our style?',
    'What should we try when our index is slow?',
    'Our run shows no progress. What is probably wrong?',
  ])('leaves %s to the notes', (question) => {
    expect(asksOfAsker(question)).toBe(false);
  });
});
