import { HumanMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  annotationSchema,
  completionSchema,
  modelListSchema,
  openaiErrorSchema,
} from '../../src/serve/openai-contract.ts';
import { type RunningApi, startApi } from '../fakes/running-api.ts';

const question = 'Why are attention scores scaled?';

describe('/v1', () => {
  let api: RunningApi;
  let client: OpenAI;

  beforeAll(async () => {
    api = await startApi();
    client = new OpenAI({ baseURL: `${api.url}/v1`, apiKey: 'none', maxRetries: 0 });
  });

  afterAll(async () => {
    await api.stop();
    expect(api.unexpected).toEqual([]);
  });

  it('lists its models and describes one to the openai client', async () => {
    const listed = await client.models.list();
    expect(listed.data.map(({ id }) => id)).toEqual(['groundwork', 'groundwork-extractive']);
    const raw = await (await fetch(`${api.url}/v1/models`)).json();
    expect(modelListSchema.parse(raw).data).toHaveLength(2);
    expect((await client.models.retrieve('groundwork')).owned_by).toBe('groundwork');
    await expect(client.models.retrieve('gpt-9')).rejects.toMatchObject({ status: 404 });
  });

  it('answers the openai client with citations in every form', async () => {
    const completion = await client.chat.completions.create({
      model: 'groundwork',
      messages: [{ role: 'user', content: question }],
      temperature: 0.7,
    });
    const { choices, citations, groundwork, usage } = completionSchema.parse(completion);
    const { content, annotations } = choices[0].message;
    expect(groundwork.status).toBe('answered');
    expect(annotations.length).toBeGreaterThan(1);
    for (const { url_citation } of annotations) {
      const { start_index, end_index, url } = url_citation;
      expect(content.slice(start_index, end_index)).toMatch(/^\[\d+\]$/);
      expect(citations).toContain(url);
    }
    // The addresses open our own source reader at the words that the answer quotes.
    const { answer } = await api.pipeline.ask(question);
    expect(citations).toEqual(
      answer.citations.map(
        ({ documentId, start, end }) => `${api.url}/read/${documentId}?at=${start}-${end}`,
      ),
    );
    for (const { documentId, start, end, quote } of answer.citations) {
      const { text } = await api.pipeline.document(documentId);
      expect(text.slice(start, end)).toBe(quote);
    }
    expect(content).toContain('\n\nSources\n\n1. [Attention › ');
    expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
  });

  it('leaves the list of sources out when asked to', async () => {
    const completion = await client.chat.completions.create({
      model: 'groundwork-extractive',
      messages: [{ role: 'user', content: [{ type: 'text', text: question }] }],
      ...{ sources_list: false },
    });
    expect(completion.choices[0]?.message.content).toContain('[1]');
    expect(completion.choices[0]?.message.content).not.toContain('Sources');
  });

  it('streams to the openai client, annotations in a late delta, usage where asked for', async () => {
    const stream = await client.chat.completions.create({
      model: 'groundwork',
      messages: [{ role: 'user', content: question }],
      stream: true,
      stream_options: { include_usage: true },
    });
    let content = '';
    const finishes: (string | null)[] = [];
    const annotated: unknown[] = [];
    let total = 0;
    let pieces = 0;
    for await (const chunk of stream) {
      const [choice] = chunk.choices;
      if (choice?.delta.content) {
        content += choice.delta.content;
        pieces += 1;
        expect(annotated).toEqual([]);
      }
      const delta = z.looseObject({ annotations: z.array(annotationSchema).optional() });
      annotated.push(...(delta.parse(choice?.delta ?? {}).annotations ?? []));
      if (choice?.finish_reason) finishes.push(choice.finish_reason);
      total += chunk.usage?.total_tokens ?? 0;
    }
    const plain = await client.chat.completions.create({
      model: 'groundwork',
      messages: [{ role: 'user', content: question }],
    });
    expect(content).toBe(plain.choices[0]?.message.content);
    expect(annotated).toEqual(plain.choices[0]?.message.annotations);
    expect(pieces).toBeGreaterThan(2);
    expect(finishes).toEqual(['stop']);
    expect(total).toBe(plain.usage?.total_tokens);
    expect(total).toBeGreaterThan(0);
  });

  it('answers ChatOpenAI of LangChain, whole and streamed, and takes a follow-up', async () => {
    const chat = new ChatOpenAI({
      model: 'groundwork',
      apiKey: 'none',
      maxRetries: 0,
      configuration: { baseURL: `${api.url}/v1` },
    });
    const first = await chat.invoke([new HumanMessage('What is a variational autoencoder?')]);
    expect(first.text).toContain('[1]');
    let streamed = '';
    const asked = [
      new HumanMessage('What is a variational autoencoder?'),
      first,
      new HumanMessage('Why are its samples blurry?'),
    ];
    for await (const chunk of await chat.stream(asked)) streamed += chunk.text;
    expect(streamed).toMatch(/blur/i);
    expect(streamed).toContain('[1]');
  });

  it('declines as an answer, not as an error', async () => {
    const completion = await client.chat.completions.create({
      model: 'groundwork',
      messages: [{ role: 'user', content: 'Who won the 2018 World Cup?' }],
    });
    const { choices, citations, groundwork } = completionSchema.parse(completion);
    expect(groundwork).toMatchObject({ status: 'declined' });
    expect(choices[0].message.content).toContain('do not hold an answer');
    expect(citations).toEqual([]);
  });

  it.each([
    ['an unknown model', { model: 'gpt-9', messages: [{ role: 'user', content: 'x' }] }, 404],
    ['no message', { model: 'groundwork', messages: [] }, 400],
    ['no question', { model: 'groundwork', messages: [{ role: 'assistant', content: 'x' }] }, 400],
    ['an empty one', { model: 'groundwork', messages: [{ role: 'user', content: ' ' }] }, 400],
    [
      'a stream of nothing',
      { model: 'groundwork', messages: [{ role: 'user' }], stream: true },
      400,
    ],
    ['no body', undefined, 400],
  ])('refuses %s in the shape of OpenAI', async (_, body, status) => {
    const response = await fetch(`${api.url}/v1/chat/completions`, {
      method: 'POST',
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    expect(response.status).toBe(status);
    openaiErrorSchema.parse(await response.json());
  });
});
