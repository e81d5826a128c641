/**
 * One life of Groundwork from start to stop, with every kind of answer, as a program of its own: it
 * runs inside a network namespace that has no way out. Prints one JSON object on its last line.
 */
import { readFileSync } from 'node:fs';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { askStream } from './ask-stream.ts';
import { startUnderTest } from './start-under-test.ts';

const steps: string[] = [];
const answeredSchema = z.object({
  answer: z.object({ status: z.string() }),
  mode: z.object({ answers: z.string(), retrievers: z.array(z.string()) }),
});
const question = 'How does LoRA save memory?';

const server = await startUnderTest();
try {
  for (const path of ['/', '/health', '/ready', '/openapi.json', '/metrics', '/api/documents']) {
    const reply = await fetch(`${server.url}${path}`, {
      headers: { accept: path === '/' ? 'text/html' : '*/*' },
    });
    await reply.text();
    if (!reply.ok) throw new Error(`${path} replied ${reply.status}.`);
    steps.push(`GET ${path}`);
  }
  for (const answers of ['extractive', 'generative', 'deep']) {
    const { mode } = answeredSchema.parse(await post('/api/chat', { question, answers }));
    steps.push(`${mode.answers} by ${mode.retrievers.join(' and ')}`);
  }
  const stream = await askStream(server.url, question);
  if (!stream.isWhole) throw new Error(`The stream ended with ${stream.text.slice(-300)}.`);
  steps.push('stream');
  await post('/api/chat', { question, conversation: 'new' });
  steps.push('stored');
  await post('/v1/chat/completions', {
    model: 'groundwork',
    messages: [{ role: 'user', content: question }],
  });
  steps.push('/v1');
  const client = new Client({ name: 'hardening', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)));
  const called = await client.callTool({ name: 'ask', arguments: { question } });
  await client.close();
  if (called.isError === true) throw new Error('The tool "ask" failed.');
  steps.push('/mcp');
  await post('/api/settings/test', { changes: {} });
  steps.push('settings test');
} catch (error) {
  // A server left behind would keep the log open for ever.
  await server.stop();
  throw error;
}
const code = await server.stop();
steps.push(`exit ${code}`);
console.log(
  JSON.stringify({
    steps,
    ports: {
      server: portOf(server.url),
      model: portOf(server.model.url),
      watch: portOf(server.model.watchUrl),
    },
    // Kept by the kernel for this namespace: native code that asks for a name is seen here too.
    packetsOut: counterOf('Ip', 'OutNoRoutes') + counterOf('Udp', 'OutDatagrams'),
  }),
);

async function post(path: string, body: object): Promise<unknown> {
  const reply = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${path} replied ${reply.status}: ${await reply.text()}`);
  return reply.json();
}

/** A counter of this network namespace (proc(5), /proc/net/snmp). */
function counterOf(protocol: string, name: string): number {
  const [names = [], values = []] = readFileSync('/proc/net/snmp', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`${protocol}:`))
    .map((line) => line.split(' '));
  return Number(values[names.indexOf(name)]);
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
