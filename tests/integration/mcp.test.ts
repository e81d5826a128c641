import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type RunningApi, startApi } from '../fakes/running-api.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const newClient = () => new Client({ name: 'a client of the tests', version: '1.0.0' });

/** A tool's reply: one text item that holds the structured content as JSON. */
async function call(client: Client, name: string, input: Record<string, unknown>) {
  const result = await client.callTool({ name, arguments: input });
  const [item] = z
    .array(z.object({ type: z.literal('text'), text: z.string() }))
    .parse(result.content);
  expect(result.content).toHaveLength(1);
  if (result.isError !== true) expect(JSON.parse(item!.text)).toEqual(result.structuredContent);
  return { text: item!.text, isError: result.isError === true, content: result.structuredContent };
}

const searchResult = z.object({
  results: z.array(z.object({ id: z.string(), title: z.string(), url: z.string() })).min(1),
});
const answerResult = z.object({
  status: z.enum(['answered', 'declined']),
  answer: z.string(),
  citations: z.array(
    z.object({ marker: z.int(), quote: z.string(), url: z.string(), status: z.string() }),
  ),
});

describe('the tools over HTTP', () => {
  let api: RunningApi;
  let client: Client;

  beforeAll(async () => {
    api = await startApi();
    client = newClient();
    await client.connect(new StreamableHTTPClientTransport(new URL(`${api.url}/mcp`)));
  });

  afterAll(async () => {
    await client.close();
    await api.stop();
    expect(api.unexpected).toEqual([]);
  });

  it('are search, fetch and ask, and change nothing', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(['ask', 'fetch', 'search']);
    for (const { annotations, description } of tools) {
      expect(annotations?.readOnlyHint).toBe(true);
      expect(description).toBeTruthy();
    }
  });

  it('find passages and read each with its section', async () => {
    const { content } = await call(client, 'search', { query: 'why scale attention scores' });
    for (const { id, url } of searchResult.parse(content).results) {
      expect(url).toContain(`${api.url}/read/`);
      const fetched = z
        .object({ id: z.string(), title: z.string(), text: z.string(), url: z.string() })
        .parse((await call(client, 'fetch', { id })).content);
      expect(fetched.id).toBe(id);
      const [documentId, span] = id.split(':');
      const [start, end] = span!.split('-').map(Number);
      const { text } = await api.pipeline.document(documentId!);
      expect(fetched.text).toContain(text.slice(start, end));
    }
  });

  it('read a whole document by its id', async () => {
    const [document] = await api.pipeline.documents();
    const { content } = await call(client, 'fetch', { id: document!.id });
    expect(content).toMatchObject({ text: (await api.pipeline.document(document!.id)).text });
  });

  it('answer with checked citations, and decline', async () => {
    const { content } = await call(client, 'ask', { question: 'How does LoRA save memory?' });
    const { status, citations, answer } = answerResult.parse(content);
    expect(status).toBe('answered');
    expect(citations.length).toBeGreaterThan(1);
    for (const { marker, quote, url, status: checked } of citations) {
      expect(answer).toContain(`[${marker}]`);
      expect(checked).toBe('verified');
      const address = new URL(url);
      const [start, end] = address.searchParams.get('at')!.split('-').map(Number);
      const { text } = await api.pipeline.document(address.pathname.split('/').at(-1)!);
      expect(text.slice(start, end)).toBe(quote);
    }
    const declined = await call(client, 'ask', { question: 'Who won the 2018 World Cup?' });
    expect(answerResult.parse(declined.content)).toMatchObject({
      status: 'declined',
      citations: [],
    });
  });

  it('say what is wrong with an input, and go on', async () => {
    expect(await call(client, 'fetch', { id: 'nothing' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('There is no document "nothing"'),
    });
    expect((await call(client, 'ask', { question: '  ' })).isError).toBe(true);
    expect((await call(client, 'fetch', { id: 'a:9-3' })).isError).toBe(true);
    expect((await call(client, 'search', { query: 'tokens' })).isError).toBe(false);
  });

  it('refuse a page of another site, and a Host that is not ours', async () => {
    const post = (headers: Record<string, string>) =>
      fetch(`${api.url}/mcp`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...headers,
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
      });
    expect((await post({})).status).toBe(200);
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    // A fetch sends the Host of its address whatever it is told.
    const foreign = await new Promise((resolve, reject) => {
      request(
        `${api.url}/mcp`,
        { method: 'POST', headers: { host: 'evil.example' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      )
        .on('error', reject)
        .end();
    });
    expect(foreign).toBe(403);
  });
});

describe('the tools over stdio', () => {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-mcp-'));
  const start = {
    command: process.execPath,
    args: [join(root, 'bin', 'groundwork.mjs'), 'mcp'],
    env: {
      PATH: process.env['PATH'] ?? '',
      CORPUS_DIR: join(root, 'corpus'),
      DATA_DIR: folder,
      EMBEDDINGS: 'none',
    },
  };

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('answer an unmodified client', async () => {
    const client = newClient();
    await client.connect(new StdioClientTransport({ ...start, stderr: 'ignore' }));
    await expect
      .poll(async () => (await call(client, 'search', { query: 'attention' })).isError, {
        timeout: 30_000,
      })
      .toBe(false);
    const { content } = await call(client, 'ask', { question: 'Why are attention scores scaled?' });
    const { citations } = answerResult.parse(content);
    expect(citations[0]?.url).toMatch(/\.md$/);
    await client.close();
  });

  it('write nothing but the protocol to stdout, and end with their input', async () => {
    const child = spawn(start.command, start.args, { env: start.env });
    let out = '';
    child.stdout.on('data', (part) => {
      out += part;
    });
    const send = (id: number, method: string, params: object) =>
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    send(1, 'initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'raw', version: '1' },
    });
    await expect.poll(() => out.split('\n').length, { timeout: 30_000 }).toBeGreaterThan(1);
    send(2, 'tools/list', {});
    await expect.poll(() => out.split('\n').length, { timeout: 30_000 }).toBeGreaterThan(2);
    const code = new Promise((resolve) => child.on('close', resolve));
    child.stdin.end();
    expect(await code).toBe(0);
    for (const line of out.trim().split('\n')) {
      expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    }
  });
});
