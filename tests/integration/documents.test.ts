import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/types.ts';
import { type RunningApi, startApi } from '../fakes/running-api.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const lanterns =
  '# Lanterns\n\nA lantern of Orvik burns walnut oil and is trimmed at noon by the harbour master.\n';

interface Listed {
  readonly id: string;
  readonly uri: string;
  readonly title: string;
}

let api: RunningApi | undefined;

afterEach(async () => {
  await api?.stop();
  api = undefined;
});

async function start(files: Readonly<Record<string, string>> = {}, maxUploadBytes?: number) {
  const corpus = temporaryFolder({ 'notes.md': '# Notes\n\nTides rise twice a day.\n', ...files });
  const data = temporaryFolder();
  const running = await startApi({
    environment: { CORPUS_DIR: corpus, DATA_DIR: data, EMBEDDINGS: 'none' },
    ...(maxUploadBytes !== undefined && { app: { maxUploadBytes } }),
  });
  api = running;
  const call = (path: string, init?: RequestInit) => fetch(`${running.url}/api${path}`, init);
  // biome-ignore lint/suspicious/noExplicitAny: what is asserted of a reply is its check
  const read = async (path: string): Promise<any> => (await call(path)).json();
  const idle = () =>
    expect.poll(async () => (await read('/ingest')).state, { timeout: 20_000 }).toBe('idle');
  const send = async (parts: Readonly<Record<string, string>>) => {
    const form = new FormData();
    for (const [name, content] of Object.entries(parts)) {
      form.append('files', new Blob([content]), name);
    }
    const response = await call('/documents', { method: 'POST', body: form });
    const body = (await response.json()) as {
      accepted: { uri: string; bytes: number }[];
      error: { message: string };
    };
    return { status: response.status, body };
  };
  const documents = async (): Promise<Listed[]> => (await read('/documents')).documents;
  return { call, read, idle, send, documents, corpus, data };
}

describe('documents over HTTP', () => {
  it('takes a file in, answers from it, gives it out as it came and forgets it', async () => {
    const { call, idle, send, documents, data } = await start();
    const { status, body } = await send({ 'Lanterns of Orvik.md': lanterns });
    expect(status).toBe(202);
    expect(body.accepted).toEqual([
      { uri: 'uploads/Lanterns of Orvik.md', bytes: Buffer.byteLength(lanterns) },
    ]);
    await idle();
    const uploaded = (await documents()).find(({ uri }) => uri.startsWith('uploads/'))!;
    expect(uploaded.title).toBe('Lanterns');
    const asked = await call('/chat', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: 'What oil does a lantern of Orvik burn?' }),
    });
    const { answer } = (await asked.json()) as { answer: Answer };
    expect(answer.text).toContain('walnut oil');
    expect(answer.citations[0]).toMatchObject({ documentId: uploaded.id, status: 'verified' });
    const original = await call(`/documents/${uploaded.id}/original`);
    expect(await original.text()).toBe(lanterns);
    expect(original.headers.get('content-disposition')).toContain('attachment;');
    expect(original.headers.get('x-content-type-options')).toBe('nosniff');
    expect(original.headers.get('content-security-policy')).toContain('sandbox');
    expect((await call(`/documents/${uploaded.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await documents()).map(({ uri }) => uri)).toEqual(['notes.md']);
    expect(readdirSync(join(data, 'uploads'))).toEqual([]);
  });

  it('replaces an earlier file of the same name', async () => {
    const { idle, send, documents, read } = await start();
    await send({ 'a.md': lanterns });
    await idle();
    await send({ 'a.md': lanterns.replace('walnut', 'linseed') });
    await idle();
    const uploads = (await documents()).filter(({ uri }) => uri === 'uploads/a.md');
    expect(uploads).toHaveLength(1);
    const { text } = await read(`/documents/${uploads[0]!.id}`);
    expect(text).toContain('linseed oil');
  });

  it('reads what a file is, sets one aside that cannot be read, and tells why', async () => {
    const { idle, send, documents, read } = await start();
    await send({
      'table.csv': 'city,oil\nOrvik,walnut\n',
      'broken.pdf': '%PDF-1.7\nnothing of use',
      'page.txt':
        '<!doctype html><html><body><h1>Boats</h1><p>A boat needs a keel.</p></body></html>',
    });
    await idle();
    expect((await documents()).map(({ uri }) => uri)).toEqual([
      'notes.md',
      'uploads/page.txt',
      'uploads/table.csv',
    ]);
    const { setAside } = await read('/ingest');
    expect(setAside).toEqual([
      { uri: 'uploads/broken.pdf', reason: expect.stringContaining('damaged PDF') },
    ]);
  });

  it('removes a file by its name, a document or not', async () => {
    const { idle, send, documents, read, call } = await start();
    await send({ 'broken.pdf': '%PDF-1.7\nnothing of use', 'good.md': lanterns });
    await idle();
    expect((await call('/uploads/broken.pdf', { method: 'DELETE' })).status).toBe(204);
    expect((await read('/ingest')).setAside).toEqual([]);
    expect((await call('/uploads/broken.pdf', { method: 'DELETE' })).status).toBe(404);
    expect((await call('/uploads/..%2F..%2Fnotes.md', { method: 'DELETE' })).status).toBe(404);
    expect((await documents()).map(({ uri }) => uri)).toContain('uploads/good.md');
    expect((await call('/uploads/good.md', { method: 'DELETE' })).status).toBe(204);
    expect((await documents()).map(({ uri }) => uri)).not.toContain('uploads/good.md');
  });

  it('refuses kinds that cannot be read, and keeps nothing of that request', async () => {
    const { send, data } = await start();
    const { status, body } = await send({ 'good.md': lanterns, 'virus.exe': 'MZ' });
    expect(status).toBe(400);
    expect(body.error.message).toContain('virus.exe');
    expect(body.error.message).toContain('.pdf');
    expect(readdirSync(join(data, 'uploads')).filter((name) => !name.startsWith('.'))).toEqual([]);
  });

  it('refuses a file that is too large with 413, and a body that is no form with 400', async () => {
    const { send, call } = await start({}, 1_000);
    expect((await send({ 'big.md': 'x'.repeat(1_001) })).status).toBe(413);
    const none = await call('/documents', { method: 'POST', body: 'x' });
    expect(none.status).toBe(400);
    const cut = await call('/documents', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: '--b\r\nContent-Disposition: form-data; name="files"; filename="a.md"\r\n\r\nhalf',
    });
    expect(cut.status).toBe(400);
  });

  it.each([
    '../../escape.md',
    '..\\..\\escape.md',
    '/etc/escape.md',
    'C:\\escape.md',
    'con.md',
    '.hidden.md',
    'a\u202egnp.md',
    `${'x'.repeat(4_000)}.md`,
  ])('keeps a file named %j inside its folder', async (name) => {
    const { idle, send, documents, data, corpus } = await start();
    const { status } = await send({ [name]: lanterns });
    expect(status).toBe(202);
    await idle();
    expect((await documents()).filter(({ uri }) => uri.startsWith('uploads/'))).toHaveLength(1);
    expect(readdirSync(join(data, 'uploads'))).toHaveLength(1);
    expect(readdirSync(corpus)).toEqual(['notes.md']);
  });

  it('does not remove files of the corpus folder', async () => {
    const { call, documents, corpus } = await start();
    const [{ id } = { id: '' }] = await documents();
    const response = await call(`/documents/${id}`, { method: 'DELETE' });
    expect(response.status).toBe(409);
    expect(readFileSync(join(corpus, 'notes.md'), 'utf8')).toContain('Tides');
  });

  it('gives out no file that a link leads to', async () => {
    const { call, documents, corpus, data } = await start();
    const [{ id } = { id: '' }] = await documents();
    writeFileSync(join(data, 'secret.txt'), 'secret');
    rmSync(join(corpus, 'notes.md'));
    symlinkSync(join(data, 'secret.txt'), join(corpus, 'notes.md'));
    expect((await call(`/documents/${id}/original`)).status).toBe(404);
  });

  it('ingests what was put into the folder when it is asked to', async () => {
    const { call, idle, documents, corpus } = await start();
    writeFileSync(join(corpus, 'more.md'), lanterns);
    expect((await call('/ingest', { method: 'POST' })).status).toBe(202);
    await idle();
    expect((await documents()).map(({ uri }) => uri)).toEqual(['more.md', 'notes.md']);
  });
});
