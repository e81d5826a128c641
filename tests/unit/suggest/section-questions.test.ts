import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../../src/load/load-document.ts';
import { sectionQuestions } from '../../../src/suggest/section-questions.ts';

const long = 'Queries meet keys, and the values of the nearest keys are summed by weight. '.repeat(
  3,
);

const load = (text: string) =>
  loadDocument({
    uri: 'attention.md',
    mediaType: 'text/markdown',
    bytes: new TextEncoder().encode(text),
  });
const questionsOf = (text: string): string[][] => {
  const document = load(text);
  return document.sections.map((section) => sectionQuestions(document, section));
};

describe('sectionQuestions', () => {
  it('gives the keys that are questions of 12 to 90 characters', () => {
    const keys = ['What is attention?', 'Explain heads.', 'Why so?', `${'Why '.repeat(30)}?`];
    const text = `---\nquestions:\n  Attention: ${JSON.stringify(keys)}\n---\n# Attention\n\n${long}\n\n## Heads\n\n${long}\n`;
    expect(questionsOf(text)).toEqual([['What is attention?'], []]);
  });

  it('makes questions of headings where a document lists none', () => {
    const text = `# Attention\n\n${long}\n\n## Heads\n\n${long}\n\n## Why divide by the root?\n\n${long}\n`;
    expect(questionsOf(text)).toEqual([
      [],
      ['What does "Attention" say about Heads?'],
      ['Why divide by the root?'],
    ]);
  });

  it('asks for no list of sources and for no section without text', () => {
    const text = `# Attention\n\n${long}\n\n## References\n\n${long}\n\n## Heads\n\nMany.\n`;
    expect(questionsOf(text)).toEqual([[], [], []]);
  });
});
