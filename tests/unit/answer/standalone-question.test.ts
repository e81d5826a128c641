import { describe, expect, it } from 'vitest';
import { standaloneQuestion } from '../../../src/answer/standalone-question.ts';
import { UpstreamError } from '../../../src/errors.ts';
import type { ChatModel } from '../../../src/models/contract.ts';
import type { Turn } from '../../../src/types.ts';
import { createScriptedModel } from '../../fakes/scripted-model.ts';

const question = 'Why are they blurry?';
const history: readonly Turn[] = [
  { role: 'user', text: 'What is a variational autoencoder?' },
  { role: 'assistant', text: 'A generative model.' },
];
const rewritten = 'Why are the samples of a variational autoencoder blurry?';
const ask = (model: ChatModel, signal?: AbortSignal) =>
  standaloneQuestion(question, history, model, signal);

describe('standaloneQuestion', () => {
  it.each([rewritten, ` "${rewritten}"\n`, `“${rewritten}”`])(
    'takes the line %j without what stands around it',
    async (reply) => {
      const model = createScriptedModel(() => reply, { chunk: (text) => text.split('') });
      expect(await ask(model)).toEqual({ question: rewritten, by: 'model', reason: null });
    },
  );

  it('shows the model the conversation and the question', async () => {
    const model = createScriptedModel(() => rewritten);
    await ask(model);
    const prompt = model.requests[0]!.messages.at(-1)!.text;
    for (const { text } of history) expect(prompt).toContain(text);
    expect(prompt).toContain(question);
  });

  it('leaves a question that was cut at its limit to the heuristic', async () => {
    const model = createScriptedModel(() => 'Why are the samples of a var', {
      finishReason: 'length',
    });
    expect(await ask(model)).toEqual({
      question,
      by: 'heuristic',
      reason: 'The model was cut before its question ended.',
    });
  });

  it.each([
    ['nothing', '  \n'],
    ['several lines', 'Why?\nOr how?'],
    ['an essay', 'word '.repeat(100)],
  ])('leaves it to the heuristic where the model gives %s', async (_, reply) => {
    const { by, question: left, reason } = await ask(createScriptedModel(() => reply));
    expect({ by, left }).toEqual({ by: 'heuristic', left: question });
    expect(reason).toMatch(/^The model gave /);
  });

  it('leaves it to the heuristic where the provider fails, and says what failed', async () => {
    const model = createScriptedModel(() => {
      throw new UpstreamError('The provider is down.');
    });
    expect(await ask(model)).toEqual({
      question,
      by: 'heuristic',
      reason: 'The provider is down.',
    });
  });

  it('hides no fault of the program, and none behind an asker who left', async () => {
    const broken = createScriptedModel(() => {
      throw new TypeError('a fault');
    });
    await expect(ask(broken)).rejects.toThrow('a fault');
    const failing = createScriptedModel(() => {
      throw new UpstreamError('down');
    });
    await expect(ask(failing, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});
