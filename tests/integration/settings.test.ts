import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { diagnoseInstallation } from '../../src/pipeline.ts';
import { diagnosisSchema, settingsSchema } from '../../src/serve/contract.ts';
import { openSettings, withSettings } from '../../src/settings.ts';
import { type ChatServer, sendJson, startChatServer } from '../fakes/chat-server.ts';
import { type RunningApi, startApi } from '../fakes/running-api.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const key = 'sk-secret-of-the-tests';
let folder: string;
let api: RunningApi;
let model: ChatServer;

beforeEach(async () => {
  folder = temporaryFolder();
  model = await startChatServer({ reply: 'one\ntwo\nthree', models: ['scripted', 'other'] });
  api = await startApi({
    environment: { EMBEDDINGS: 'none' },
    app: {
      settings: {
        settings: openSettings({ DATA_DIR: folder, OPENAI_EMBEDDING_MODEL: 'from-outside' }),
        diagnose: diagnoseInstallation,
      },
    },
  });
});

afterEach(async () => {
  await api.stop();
  await model.close();
  expect(api.unexpected).toEqual([]);
});

const call = async (method: string, path: string, body?: object) => {
  const response = await fetch(`${api.url}/api${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  // Whatever is asked and however it ends, the key does not come back.
  expect(text).not.toContain(key);
  return { status: response.status, body: JSON.parse(text) as unknown };
};
const list = async () => settingsSchema.parse((await call('GET', '/settings')).body);
const provider = () => ({
  OPENAI_BASE_URL: model.url,
  OPENAI_API_KEY: key,
  OPENAI_MODEL: 'scripted',
});

describe('settings', () => {
  it('take every value at its longest, escaped as some clients do', async () => {
    const names = ['ANSWERS', 'OPENAI_BASE_URL', 'OPENAI_API_KEY', 'OPENAI_MODEL', 'EMBEDDINGS'];
    const long = '\\u00e4'.repeat(2_000);
    const fields = names.map((name) => `"${name}":"${long}"`).join(',');
    const response = await fetch(`${api.url}/api/settings/test`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"changes":{${fields}}}`,
    });
    // None of them is one, and that is what it says: not that they are too long.
    expect(response.status).toBe(400);
  });

  it('take effect at once, are kept for the next start, and hide the key', async () => {
    expect((await list()).answerers).toEqual(['extractive']);
    const { status, body } = await call('PUT', '/settings', { changes: provider() });
    expect(status).toBe(200);
    expect(settingsSchema.parse(body).answerers).toEqual(['extractive', 'generative', 'deep']);
    const byName = new Map((await list()).settings.map((one) => [one.name, one]));
    expect(byName.get('OPENAI_API_KEY')).toMatchObject({
      value: null,
      isSet: true,
      source: 'page',
    });
    expect(byName.get('OPENAI_MODEL')).toMatchObject({ value: 'scripted', takesEffect: 'now' });
    expect((await api.pipeline.mode()).model).toBe('scripted');

    const file = join(folder, 'settings.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(provider());
    expect(withSettings({ DATA_DIR: folder })).toMatchObject(provider());
    expect(withSettings({ DATA_DIR: folder, OPENAI_MODEL: 'mine' })).toMatchObject({
      OPENAI_MODEL: 'mine',
    });

    await call('PUT', '/settings', { changes: { OPENAI_BASE_URL: null, OPENAI_API_KEY: null } });
    expect((await list()).answerers).toEqual(['extractive']);
  });

  it.each([
    ['an address that is none', { OPENAI_BASE_URL: 'nowhere' }],
    ['a choice that is none', { ANSWERS: 'loud' }],
    ['a writer without a model', { ANSWERS: 'generative' }],
    ['what the environment says', { OPENAI_EMBEDDING_MODEL: 'x' }],
    ['a name that is not for the page', { API_KEY: 'x' }],
  ])('refuse %s, and change nothing', async (_, changes) => {
    const before = await list();
    const { status, body } = await call('PUT', '/settings', { changes });
    expect(status).toBe(400);
    const { error } = z.object({ error: z.object({ message: z.string() }) }).parse(body);
    expect(error.message).toContain(Object.keys(changes)[0]);
    expect(await list()).toEqual(before);
  });

  const test = async (changes: object) =>
    diagnosisSchema.parse((await call('POST', '/settings/test', { changes })).body);

  it('try a provider out before they are saved', async () => {
    const { ok, lines } = await test(provider());
    expect(lines.filter(({ ok: works }) => works === false)).toEqual([]);
    expect(ok).toBe(true);
    expect(lines.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['address', 'key', 'chat model', 'streaming', 'context']),
    );
    expect((await list()).settings.find(({ name }) => name === 'OPENAI_MODEL')?.source).toBe(
      'default',
    );
  });

  it.each([
    ['wrong key', 'key', 401, { message: `bad ${key}` }],
    ['wrong model', 'chat model', 404, { code: 'model_not_found' }],
    ['small context', 'context', 400, { code: 'context_length_exceeded' }],
  ])('say in one line what is wrong: %s', async (_, what, status, error) => {
    model.fault = (response) => sendJson(response, { error }, status);
    const { ok, lines } = await test(provider());
    expect(ok).toBe(false);
    const wrong = lines.filter(({ ok: works }) => works === false);
    expect(wrong.map((line) => line.what)).toEqual([what]);
    if (what === 'chat model') expect(JSON.stringify(lines)).toContain('scripted, other');
  });

  it('say when the address is wrong, and when nothing streams', async () => {
    const nowhere = await test({ ...provider(), OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' });
    expect(nowhere.lines.find(({ what }) => what === 'address')?.ok).toBe(false);
    model.fault = (response) =>
      sendJson(response, {
        id: '1',
        object: 'chat.completion',
        created: 1,
        model: 'scripted',
        choices: [
          { index: 0, message: { role: 'assistant', content: 'all' }, finish_reason: 'stop' },
        ],
      });
    const whole = await test(provider());
    expect(whole.lines.find(({ what }) => what === 'streaming')).toMatchObject({ ok: false });
    expect(whole.lines.find(({ what }) => what === 'chat model')).toMatchObject({ ok: true });
  }, 60_000);

  it('send a key to no other address than the one that it was given for', async () => {
    await call('PUT', '/settings', { changes: provider() });
    const foreign = await startChatServer({ reply: 'x' });
    await test({ OPENAI_BASE_URL: foreign.url });
    expect(foreign.authorizations.length).toBeGreaterThan(0);
    expect(foreign.authorizations.join(' ')).not.toContain(key);
    await call('PUT', '/settings', { changes: { OPENAI_BASE_URL: foreign.url } });
    expect((await list()).settings.find(({ name }) => name === 'OPENAI_API_KEY')?.isSet).toBe(
      false,
    );
    await foreign.close();
  });
});

describe('a key of the environment', () => {
  it('is not sent to an address that the page names', () => {
    const settings = openSettings({ DATA_DIR: temporaryFolder(), OPENAI_API_KEY: key });
    expect(() => settings.preview({ OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' })).toThrow(
      /set "OPENAI_BASE_URL" there too/,
    );
  });
});
