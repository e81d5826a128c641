import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli.ts';
import { chatReplySchema, searchResponseSchema, turnSchema } from '../../src/serve/contract.ts';
import { type RunningApi, startApi } from '../fakes/running-api.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const shipped = fileURLToPath(new URL('../../corpus', import.meta.url));
const question = 'How does LoRA save memory?';

/** The shipped notes, some of them in folders. */
function corpusWithFolders(): string {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-chosen-'));
  for (const [name, to] of [
    ['parameter-efficient-fine-tuning.md', 'training/peft.md'],
    ['fine-tuning.md', 'training/fine-tuning.md'],
    ['quantization.md', 'serving/quantization.md'],
    ['embeddings.md', 'embeddings.md'],
    ['attention.md', 'attention.md'],
  ] as const) {
    cpSync(join(shipped, name), join(folder, to));
  }
  return folder;
}

describe('a question to chosen sources', () => {
  const corpus = corpusWithFolders();
  let api: RunningApi;

  beforeAll(async () => {
    api = await startApi({ environment: { CORPUS_DIR: corpus } });
  });

  afterAll(async () => {
    await api.stop();
    rmSync(corpus, { recursive: true, force: true });
    expect(api.unexpected).toEqual([]);
  });

  const post = (path: string, body: object) =>
    fetch(`${api.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const chat = async (body: object) => {
    const response = await post('/api/chat', { question, ...body });
    expect(response.status).toBe(200);
    return chatReplySchema.parse(await response.json());
  };
  const urisOf = (passages: readonly { uri: string }[]) => [
    ...new Set(passages.map(({ uri }) => uri)),
  ];

  it('is answered from them alone, and says so', async () => {
    const everywhere = await chat({});
    expect(everywhere.mode).not.toHaveProperty('sources');
    expect(urisOf(everywhere.passages).length).toBeGreaterThan(2);
    const { answer, passages, mode, trace } = await chat({ sources: ['training/'] });
    expect(mode.sources).toEqual(['training/']);
    expect(urisOf(passages).sort()).toEqual(['training/fine-tuning.md', 'training/peft.md']);
    expect(answer.status).toBe('answered');
    expect(answer.citations[0]?.quote).toMatch(/LoRA/);
    for (const { name, inputs } of trace.steps) {
      if (name === 'lexical' || name === 'dense') expect(inputs).toMatchObject({ sources: 2 });
    }
  });

  it('gives the passages that the whole library gives of them, in the same order', async () => {
    const search = async (...sources: string[]) => {
      const asked = new URLSearchParams([
        ['q', question],
        ['k', '50'],
        ...sources.map((source) => ['source', source]),
      ]);
      const response = await fetch(`${api.url}/api/search?${asked}`);
      expect(response.status).toBe(200);
      return searchResponseSchema.parse(await response.json()).passages;
    };
    const one = await search('training/peft.md');
    const two = await search('training/peft.md', 'attention.md');
    expect(urisOf(one)).toEqual(['training/peft.md']);
    expect(new Set(urisOf(two))).toEqual(new Set(['training/peft.md', 'attention.md']));
    const placed = (passages: typeof one) =>
      passages.map(({ chunkId, score }) => ({ chunkId, score }));
    const ofBoth = placed(two.filter(({ uri }) => uri === 'training/peft.md'));
    expect(placed(one).slice(0, ofBoth.length)).toEqual(ofBoth);
  });

  it('is declined where they do not hold the answer, in words that say what was searched', async () => {
    const { answer } = await chat({ sources: ['attention.md', 'serving/'] });
    expect(answer.status).toBe('declined');
    expect(answer.text).toMatch(/^The chosen sources do not hold/);
    for (const { uri } of answer.nearestTopics!) expect(uri).toMatch(/^(attention|serving)/);
  });

  it('is kept with what was searched', async () => {
    const { stored } = await chat({ sources: ['training/peft.md'], conversation: 'new' });
    const read = await fetch(`${api.url}/api/turns/${stored!.turnId}`);
    expect(turnSchema.parse(await read.json()).result?.mode.sources).toEqual(['training/peft.md']);
  });

  it.each([
    [['nowhere.md'], 404, 'No source of the library is called "nowhere.md"'],
    [['attention.md', 'training'], 404, '"training/" names the folder'],
    [[], 400, 'sources'],
    [[''], 400, 'sources'],
  ])('is refused with the sources %j', async (sources, status, message) => {
    const response = await post('/api/chat', { question, sources });
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(JSON.stringify(message).slice(1, -1));
    const streamed = await post('/api/chat', {
      question,
      sources,
      stream: true,
      conversation: 'new',
    });
    expect(streamed.status).toBe(status);
    expect(await streamed.text()).toContain(JSON.stringify(message).slice(1, -1));
  });

  it('leaves what is stored as it was where a source is not there', async () => {
    const { stored } = await chat({ conversation: 'new' });
    const conversations = async () =>
      (await (await fetch(`${api.url}/api/conversations`)).json()) as { conversations: unknown[] };
    const before = await conversations();
    const again = { conversation: stored!.conversationId, replaceFrom: stored!.turnId };
    const refused = await post('/api/chat', { question, sources: ['gone.md'], ...again });
    expect(refused.status).toBe(404);
    const fresh = { question, sources: ['gone.md'], conversation: 'new' };
    expect((await post('/api/chat', fresh)).status).toBe(404);
    expect(await conversations()).toEqual(before);
    const kept = await fetch(`${api.url}/api/turns/${stored!.turnId}`);
    expect(turnSchema.parse(await kept.json()).state).toBe('answered');
  });

  it("may come as a chat's messages, from OpenAI's clients and from assistants", async () => {
    const messages = [{ role: 'user', parts: [{ type: 'text', text: question }] }];
    const response = await post('/api/chat', { messages, stream: false, sources: ['serving/'] });
    const { mode, passages } = chatReplySchema.parse(await response.json());
    expect(mode.sources).toEqual(['serving/']);
    expect(urisOf(passages)).toEqual(['serving/quantization.md']);
    for (const stream of [false, true]) {
      const completion = await post('/v1/chat/completions', {
        model: 'groundwork',
        messages: [{ role: 'user', content: question }],
        sources: ['attention.md'],
        stream,
      });
      expect(await completion.text()).toContain('"status":"declined"');
    }
    const client = new Client({ name: 'test', version: '0' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${api.url}/mcp`)));
    const call = async (name: string, given: object) =>
      (await client.callTool({ name, arguments: { ...given } })).structuredContent;
    expect(await call('ask', { question, sources: ['attention.md'] })).toMatchObject({
      status: 'declined',
    });
    const { results } = (await call('search', {
      query: question,
      sources: ['training/peft.md'],
    })) as { results: { title: string }[] };
    expect(results.length).toBeGreaterThan(3);
    for (const { title } of results) expect(title).toMatch(/^Parameter-efficient/i);
    await client.close();
  });

  it('may be asked at the command line', async () => {
    const printed: string[] = [];
    const data = temporaryFolder();
    const env = { CORPUS_DIR: corpus, DATA_DIR: data, EMBEDDINGS: 'none' };
    const note = (line: string) => void printed.push(line);
    const out = { print: note, printError: note, isTerminal: false };
    expect(await runCli(['ingest'], env, out)).toBe(0);
    const chosen = ['--source', 'training/', '--source', 'attention.md'];
    expect(await runCli(['ask', ...chosen, ...question.split(' ')], env, out)).toBe(0);
    expect(printed.join('\n')).toContain('Searched only in training/, attention.md');
  });
});
