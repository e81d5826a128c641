import { describe, expect, it } from 'vitest';
import { UserInputError } from '../../../src/errors.ts';
import { ModelError } from '../../../src/models/model-error.ts';
import type { AnswerEvent } from '../../../src/observe/log-event.ts';
import { observePipeline } from '../../../src/observe/observe-pipeline.ts';
import type { Observer } from '../../../src/observe/observer.ts';
import type { Pipeline } from '../../../src/pipeline-contract.ts';
import { answeredQuestion } from '../../fakes/answered-question.ts';

function observed(ask: Pipeline['ask']) {
  const ended: Omit<AnswerEvent, 'event' | 'requestId'>[] = [];
  let begun = 0;
  const observer: Observer = {
    requestEnded: () => {},
    answerBegins: () => {
      begun += 1;
    },
    answerEnded: (answer) => ended.push(answer),
    ingested: () => {},
    failed: () => {},
  };
  let ms = 0;
  const clock = () => {
    ms += 250;
    return ms;
  };
  const pipeline = observePipeline({ ask } as Pipeline, observer, clock);
  return { pipeline, ended, begun: () => begun };
}

describe('observePipeline', () => {
  it('tells who wrote an answer, how long it took, and what its checks found', async () => {
    const answered = answeredQuestion();
    const { pipeline, ended, begun } = observed(async () => answered);
    expect(await pipeline.ask('Why?')).toBe(answered);
    expect(begun()).toBe(1);
    expect(ended).toEqual([
      {
        writer: 'extractive',
        outcome: 'answered',
        code: null,
        fault: null,
        ms: 250,
        inputTokens: null,
        outputTokens: null,
        statements: { supported: 1, partial: 0, unsupported: 0 },
        citations: { verified: 1, repaired: 0, unverified: 0 },
      },
    ]);
  });

  it('takes the tokens of all calls out of the trace', async () => {
    const answered = answeredQuestion();
    const step = { name: 'generate', startMs: 0, durationMs: 1, inputs: {} } as const;
    const usage = { inputTokens: 7, outputTokens: 3 };
    const steps = [
      { ...step, outputs: { usage: null } },
      { ...step, outputs: { usage } },
    ];
    const { pipeline, ended } = observed(async () => ({
      ...answered,
      trace: { steps, totalMs: 1 },
    }));
    await pipeline.ask('Why?');
    expect(ended[0]).toMatchObject(usage);
  });

  it('tells what failed by its code, and the fault of a provider', async () => {
    const errors = [
      new UserInputError('secret'),
      new ModelError('key', 'secret'),
      new Error('secret'),
    ];
    for (const error of errors) {
      const { pipeline, ended } = observed(() => Promise.reject(error));
      await expect(pipeline.ask('Why?', { answers: 'deep' })).rejects.toBe(error);
      expect(ended).toHaveLength(1);
      expect(ended[0]).toMatchObject({ writer: 'deep', outcome: 'failed' });
      expect(JSON.stringify(ended)).not.toContain('secret');
      const codes = ['invalid-input', 'upstream', 'internal'];
      expect(ended[0]?.code).toBe(codes[errors.indexOf(error)]);
      expect(ended[0]?.fault).toBe(error instanceof ModelError ? 'key' : null);
    }
  });

  it('tells an asker who left from a failure', async () => {
    const left = new AbortController();
    const { pipeline, ended } = observed(async () => {
      left.abort();
      throw new Error('aborted');
    });
    await expect(pipeline.ask('Why?', { signal: left.signal })).rejects.toThrow();
    expect(ended[0]).toMatchObject({ writer: 'auto', outcome: 'gone', code: null });
  });
});
