import { describe, expect, it } from 'vitest';
import type { ChatEnd, ChatModel, ChatUsage } from '../../../src/models/contract.ts';
import { ModelError } from '../../../src/models/model-error.ts';
import { createUsageCount } from '../../../src/models/usage-count.ts';

const usage = { inputTokens: 100, outputTokens: 10 };
const request = { messages: [], maxOutputTokens: 1 };

function modelOf(ends: ChatUsage | null | Error): ChatModel {
  return {
    name: 'scripted',
    stream: async function* () {
      yield 'a';
      if (ends instanceof Error) throw ends;
      return { finishReason: 'stop', usage: ends };
    },
  };
}

/** The reply, and how it ended. */
async function read(model: ChatModel): Promise<{ text: string; end: ChatEnd }> {
  const stream = model.stream(request);
  let text = '';
  for (;;) {
    const next = await stream.next();
    if (next.done) return { text, end: next.value };
    text += next.value;
  }
}

describe('createUsageCount', () => {
  it('adds up the calls of its models and those of others', async () => {
    const counted = createUsageCount();
    const model = counted.count(modelOf(usage));
    expect(model.name).toBe('scripted');
    expect(await read(model)).toEqual({ text: 'a', end: { finishReason: 'stop', usage } });
    await read(model);
    counted.add({ inputTokens: 7, outputTokens: 3 });
    expect(counted.total).toEqual({ inputTokens: 207, outputTokens: 23 });
  });

  it.each([
    ['was not counted by the provider', modelOf(null)],
    ['broke in the middle', modelOf(new ModelError('cut', 'scripted'))],
    ['was answered with something else', modelOf(new ModelError('unreadable', 'scripted', 200))],
  ])('says no sum where a call %s: it would be too low', async (_, model) => {
    const counted = createUsageCount();
    await read(counted.count(modelOf(usage)));
    await read(counted.count(model)).catch(() => undefined);
    await read(counted.count(modelOf(usage)));
    expect(counted.total).toBeNull();
  });

  it('says no sum where a reply was left before its end', async () => {
    const counted = createUsageCount();
    for await (const _piece of counted.count(modelOf(usage)).stream(request)) break;
    counted.add(usage);
    expect(counted.total).toBeNull();
  });

  it('leaves out a request that was refused, and passes its error on', async () => {
    const counted = createUsageCount();
    const refusal = new ModelError('key', 'scripted', 401);
    await expect(read(counted.count(modelOf(refusal)))).rejects.toBe(refusal);
    expect(counted.total).toBeNull();
    counted.add(usage);
    expect(counted.total).toEqual(usage);
  });
});
