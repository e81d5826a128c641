import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAnswerSlots } from '../../../src/access/answer-slots.ts';
import type { Caller } from '../../../src/access/caller.ts';
import { createRateLimit } from '../../../src/access/rate-limit.ts';
import { openTokenQuota } from '../../../src/access/token-quota.ts';
import { greatestUse } from '../../../src/answer/greatest-use.ts';
import { UpstreamError } from '../../../src/errors.ts';
import { ModelError } from '../../../src/models/model-error.ts';
import type { AskOptions, Pipeline } from '../../../src/pipeline-contract.ts';
import { createAdmission } from '../../../src/serve/admit-question.ts';
import type { AnsweredQuestion, Mode, TraceStep } from '../../../src/types.ts';
import { answeredQuestion } from '../../fakes/answered-question.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const caller: Caller = { id: 'k', scope: 'read', isLocal: false, address: '1.1.1.1' };
const asked = { question: 'What is RAG?', answers: 'auto', hasHistory: true } as const;
const use = greatestUse({ ...asked, answers: 'generative' });
const whole = use.standalone + use.write;

type Ask = (options: AskOptions) => Promise<AnsweredQuestion>;

function admission(ask: Ask, perDay = 10 * whole) {
  const slots = createAnswerSlots(2);
  const quota = openTokenQuota({ perDay, file: join(temporaryFolder(), 'count.json') });
  const pipeline: Pick<Pipeline, 'ask' | 'mode' | 'answerers'> = {
    ask: (_question, options = {}) => ask(options),
    mode: async () => ({ answers: 'generative' }) as Mode,
    answerers: () => ['extractive', 'generative', 'deep'],
  };
  const rate = createRateLimit({ perMinute: 5, what: 'answers' });
  return { slots, quota, admit: createAdmission({ pipeline, slots, quota, rate }) };
}

function answeredWith(outputs: TraceStep['outputs']): AnsweredQuestion {
  const step = { name: 'generate', startMs: 0, durationMs: 1, inputs: {}, outputs } as const;
  return { ...answeredQuestion(), trace: { steps: [step], totalMs: 1 } };
}

describe('createAdmission', () => {
  it('counts what the provider says, and frees the place', async () => {
    const { admit, quota, slots } = admission(async () =>
      answeredWith({ usage: { inputTokens: 900, outputTokens: 80 } }),
    );
    const admitted = await admit(caller, asked);
    expect(slots.taken).toBe(1);
    await admitted.ask({});
    admitted.release();
    expect([slots.taken, quota.used]).toEqual([0, 980]);
  });

  it('counts nothing where no model was asked', async () => {
    const { admit, quota } = admission(async () => answeredWith({}));
    await (await admit(caller, asked)).ask({});
    expect(quota.used).toBe(0);
  });

  it.each<[string, TraceStep['name'][], number]>([
    ['all of it where the provider does not count', ['standalone', 'generate'], whole],
    ['what had begun', ['standalone', 'lexical'], use.standalone],
    ['nothing where nothing had begun', ['lexical'], 0],
  ])('counts %s', async (_what, steps, expected) => {
    const { admit, quota } = admission(async ({ onStep }) => {
      for (const step of steps) onStep?.(step);
      if (steps.includes('generate')) return answeredWith({ usage: null });
      throw new UpstreamError('cut');
    });
    await (await admit(caller, asked)).ask({}).catch(() => undefined);
    expect(quota.used).toBe(expected);
  });

  it('counts no call that the provider refused', async () => {
    const { admit, quota, slots } = admission(async ({ onStep }) => {
      onStep?.('generate');
      throw new ModelError('key', 'scripted', 401);
    });
    await expect((await admit(caller, asked)).ask({})).rejects.toThrow(ModelError);
    expect([quota.used, slots.taken]).toEqual([0, 0]);
  });

  it('gives back what is not asked', async () => {
    const { admit, quota, slots } = admission(async () => answeredWith({}), whole);
    (await admit(caller, asked)).release();
    expect([quota.used, slots.taken]).toEqual([0, 0]);
    await admit(caller, asked);
  });

  it('keeps no place for what is refused by the minute or by the budget', async () => {
    const { admit, slots } = admission(async () => answeredWith({}), whole);
    (await admit(caller, asked)).release();
    const first = await admit(caller, asked);
    await expect(admit(caller, asked)).rejects.toMatchObject({ code: 'quota-exceeded' });
    expect(slots.taken).toBe(1);
    first.release();
    for (let count = 0; count < 2; count += 1) (await admit(caller, asked)).release();
    await expect(admit(caller, asked)).rejects.toMatchObject({ code: 'too-many-answers' });
    expect(slots.taken).toBe(0);
  });

  it('lets questions pass that need no model', async () => {
    const { admit } = admission(async () => answeredWith({}), 1);
    await expect(admit(caller, asked)).rejects.toMatchObject({ code: 'quota-exceeded' });
    await admit(caller, { ...asked, answers: 'extractive' });
  });

  it('asks as it reserved, whatever is configured meanwhile', async () => {
    let answers: AskOptions['answers'];
    const { admit } = admission(async (options) => {
      answers = options.answers;
      return answeredWith({});
    });
    await (await admit(caller, asked)).ask({});
    expect(answers).toBe('generative');
  });

  it('ends with the server though the pipeline takes no notice, and tells nothing more', async () => {
    let tellMore: () => void = () => undefined;
    const { admit, slots } = admission(
      ({ onPiece }) =>
        new Promise(() => {
          tellMore = () => onPiece?.({ text: 'late', statement: null, citations: [] });
        }),
    );
    const pieces: string[] = [];
    const stopped = (await admit(caller, asked)).ask({ onPiece: ({ text }) => pieces.push(text) });
    slots.endAll();
    await expect(stopped).rejects.toMatchObject({ code: 'stopping' });
    expect(tellMore).toThrow('The server is stopping');
    expect([pieces, slots.taken]).toEqual([[], 0]);
  });

  it('tells apart who ended an answer', async () => {
    const { admit, slots } = admission(
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal!.addEventListener('abort', () => reject(signal!.reason));
        }),
    );
    const leaving = new AbortController();
    const left = (await admit(caller, asked)).ask({ signal: leaving.signal });
    leaving.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    const stopped = (await admit(caller, asked)).ask({});
    slots.endAll();
    await expect(stopped).rejects.toMatchObject({ code: 'stopping' });
    expect(slots.taken).toBe(0);
  });
});
