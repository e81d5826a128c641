/** What the view calls its sections where that depends on who wrote the answer. */
import type { Mode } from '../../../src/serve/contract.ts';

export interface StepText {
  readonly name: string;
  /** One sentence: what the step does. */
  readonly does: string;
  /** Files that do it. */
  readonly sources: readonly string[];
}

export function rewriteText(hasStandalone: boolean): StepText {
  const name = 'Rewrite the question';
  const source = 'src/retrieve/rewrite-question.ts';
  return hasStandalone
    ? {
        name,
        does: 'Has the model put a follow-up so that it can be searched alone, leaves small talk out and repairs misspelt words.',
        sources: ['src/answer/standalone-question.ts', source],
      }
    : {
        name,
        does: 'Leaves small talk out, repairs misspelt words and joins a follow-up with the question it leans on.',
        sources: [source],
      };
}

export function wordsText(answers: Mode['answers']): StepText {
  return answers === 'extractive'
    ? {
        name: 'Choose the words',
        does: 'Weighs every sentence of the kept passages and quotes the best whole, in the order of the notes.',
        sources: ['src/answer/extractive.ts'],
      }
    : {
        name: 'Write from the passages',
        does: 'Has a model write from the passages and nothing else, each sentence with the quotations it rests on.',
        sources: ['src/answer/prompts.ts', 'src/answer/generative.ts'],
      };
}

export function verifyText(answers: Mode['answers']): StepText {
  const name = 'Check every quote';
  const does =
    'Looks each quote up in its note, character by character, and measures how far the quotes carry each statement.';
  return answers === 'extractive'
    ? { name, does, sources: ['src/answer/verify-quote.ts', 'src/answer/compose-answer.ts'] }
    : {
        name,
        does: `${does} Done for each sentence as soon as it is written.`,
        sources: [
          'src/answer/verify-quote.ts',
          'src/answer/ground-claim.ts',
          'src/answer/support.ts',
        ],
      };
}
