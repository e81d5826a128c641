import { afterEach, describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/models/doctor.ts';
import {
  beginStream,
  type ChatFault,
  type ChatServer,
  chunkOf,
  sendEvent,
  sendJson,
  startChatServer,
} from '../../fakes/chat-server.ts';

const apiKey = 'sk-a-key-that-must-never-be-seen';
let server: ChatServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** What is wrong, by its place; lines that could not be tried are left out. */
async function complaintsOf(fault?: ChatFault, model = 'scripted', path = '') {
  server = await startChatServer({ reply: 'one, two, three, four, five, six' });
  server.fault = fault;
  const diagnosis = await diagnose({
    model,
    apiKey,
    baseUrl: server.url + path,
    pause: async () => undefined,
  });
  expect(JSON.stringify(diagnosis)).not.toContain(apiKey);
  const wrong = diagnosis.lines.filter(({ ok }) => ok === false);
  expect(diagnosis.ok).toBe(wrong.length === 0);
  return { wrong: wrong.map(({ what }) => what), text: diagnosis.lines.map(({ line }) => line) };
}

/** Counts a token for every four characters and reads no more than `context` of them. */
const counting =
  (context: number): ChatFault =>
  (response, { messages }) => {
    const tokens = Math.ceil(JSON.stringify(messages).length / 4);
    beginStream(response);
    sendEvent(response, chunkOf({ role: 'assistant', content: 'one, ' }));
    sendEvent(response, chunkOf({ content: 'two' }));
    sendEvent(response, chunkOf({}, 'stop'));
    const read = Math.min(tokens, context);
    sendEvent(response, {
      ...chunkOf({}),
      choices: [],
      usage: { prompt_tokens: read, completion_tokens: 3, total_tokens: read + 3 },
    });
    sendEvent(response, '[DONE]');
    response.end();
  };

describe('diagnose', () => {
  it('finds nothing wrong where all is well', async () => {
    expect((await complaintsOf()).wrong).toEqual([]);
    expect(server!.authorizations).toEqual([`Bearer ${apiKey}`, `Bearer ${apiKey}`]);
  });

  it('names a wrong key', async () => {
    const refuse: ChatFault = (response) =>
      sendJson(response, { error: { message: `${apiKey} is wrong` } }, 401);
    expect((await complaintsOf(refuse)).wrong).toEqual(['key']);
  });

  it('names a wrong model, and those that there are', async () => {
    const { wrong, text } = await complaintsOf(undefined, 'another');
    expect(wrong).toEqual(['chat model']);
    expect(text).toContain('It has: scripted.');
  });

  it('names a wrong address', async () => {
    expect((await complaintsOf(undefined, 'scripted', '/more/v1x?')).wrong).toEqual(['address']);
  });

  it('names a context that is too small', async () => {
    const small: ChatFault = (response, request) =>
      JSON.stringify(request.messages).length > 8_000
        ? sendJson(response, { error: { code: 'context_length_exceeded' } }, 400)
        : counting(99_999)(response, request);
    expect((await complaintsOf(small)).wrong).toEqual(['context']);
  });

  it('notices a server that cuts long prompts without a word', async () => {
    const { wrong, text } = await complaintsOf(counting(2_048));
    expect(wrong).toEqual(['context']);
    expect(text.at(-1)).toMatch(/it read 2048 of more than 3080 tokens/);
    await server!.close();
    expect((await complaintsOf(counting(99_999))).wrong).toEqual([]);
  });

  it('notices that nothing streams', async () => {
    const whole: ChatFault = (response) =>
      sendJson(response, {
        id: '1',
        object: 'chat.completion',
        created: 1,
        model: 'scripted',
        choices: [
          { index: 0, message: { role: 'assistant', content: 'one' }, finish_reason: 'stop' },
        ],
      });
    expect((await complaintsOf(whole)).wrong).toEqual(['streaming']);
  });
});
