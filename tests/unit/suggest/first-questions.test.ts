import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../../src/load/load-document.ts';
import { atOnce } from '../../../src/steps.ts';
import { firstQuestions as firstQuestionsSteps } from '../../../src/suggest/first-questions.ts';

const firstQuestions = (...given: Parameters<typeof firstQuestionsSteps>) =>
  atOnce(firstQuestionsSteps(...given));

const note = (name: string, topic: string, ...questions: string[]) =>
  loadDocument({
    uri: `${name}.md`,
    mediaType: 'text/markdown',
    bytes: new TextEncoder().encode(
      `---\ntopic: ${topic}\nquestions:\n  ${name}: ${JSON.stringify(questions)}\n---\n# ${name}\n\nText.\n`,
    ),
  });

const notes = [
  note('GANs', 'models', 'What is mode collapse?', 'Who trains the critic?'),
  note('VAEs', 'models', 'What is the evidence lower bound?'),
  note('Flows', 'models', 'Why must a flow be invertible?'),
  note('Prompts', 'prompting', 'What is a system prompt?'),
  note('Empty', 'prompting', 'Why?'),
];
const numbers = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 40 });
const replay = (values: readonly number[]) => {
  let at = 0;
  return () => values[at++ % values.length]!;
};

describe('firstQuestions', () => {
  it('takes every topic once before any again, and every document', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const two = firstQuestions(notes.slice(0, 4), 2, replay(values));
        expect(two).toContain('What is a system prompt?');
        const all = firstQuestions(notes, 9, replay(values));
        expect(all).toHaveLength(5);
        expect(new Set(all).size).toBe(5);
        // The one document with two questions comes again last.
        expect(['What is mode collapse?', 'Who trains the critic?']).toContain(all[4]);
      }),
    );
  });

  it('gives the same questions for the same numbers', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const once = () => firstQuestions(notes, 3, replay(values));
        expect(once()).toEqual(once());
      }),
    );
  });

  it('asks nothing twice, even where two documents list it', () => {
    const twins = [
      note('GANs', 'a', 'What is mode collapse?'),
      note('More', 'b', 'Mode collapse: what is it?'),
    ];
    expect(firstQuestions(twins, 2, () => 0)).toHaveLength(1);
  });

  it('gives none without documents', () => {
    expect(firstQuestions([], 6, () => 0)).toEqual([]);
  });
});
