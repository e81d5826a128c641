import { describe, expect, it } from 'vitest';
import { focusQuestion } from '../../../src/retrieve/focus-question.ts';

const asking = 'How does a vector database split an index over several machines?';
const focus = (question: string, scores: Readonly<Record<string, number>> = {}, other = 0.2) =>
  focusQuestion(question, async (sentence) => scores[sentence] ?? other);

describe('focusQuestion', () => {
  it('leaves out sentences that nothing in the library fits', async () => {
    expect(await focus(`Hello there. ${asking} Cheers.`)).toEqual({
      text: asking,
      leftOut: ['Hello there.', 'Cheers.'],
    });
  });

  it('keeps the situation that a question is about', async () => {
    const situation = 'Our index no longer fits into memory.';
    const question = `${situation} ${asking}`;
    expect(await focus(question, { [situation]: 0.8 })).toEqual({ text: question, leftOut: [] });
  });

  it('never leaves out a sentence that asks', async () => {
    const question = `${asking} Explain the trade-offs.`;
    expect((await focus(question)).text).toBe(question);
  });

  it.each([
    ['one sentence', 'Tell me a joke about llamas'],
    ['no sentence that asks', 'My recall fell. It was fine last week.'],
    ['too little in what asks', 'Trails join the groups. What can we change?'],
    [
      'a pronoun that points back',
      'The cat sat. How do we shard that over several index machines?',
    ],
    ['more sentences than are weighed', `${'So it goes. '.repeat(9)}${asking}`],
  ])('leaves a message whole that has %s', async (_, question) => {
    expect(await focus(question, {}, 0.5)).toEqual({ text: question, leftOut: [] });
  });

  it('leaves out what is surely apart even then', async () => {
    expect((await focus('Hello there. How do we fix that?')).text).toBe('How do we fix that?');
  });
});
