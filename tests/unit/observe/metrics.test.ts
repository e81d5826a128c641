import { describe, expect, it } from 'vitest';
import type { AnswerEvent } from '../../../src/observe/log-event.ts';
import { createMetrics } from '../../../src/observe/metrics.ts';

const answer: AnswerEvent = {
  event: 'answer',
  requestId: null,
  writer: 'generative',
  outcome: 'answered',
  code: null,
  fault: null,
  ms: 1_500,
  inputTokens: 900,
  outputTokens: 80,
  statements: { supported: 3, partial: 1, unsupported: 0 },
  citations: { verified: 2, repaired: 1, unverified: 0 },
};

const size = { documents: 4, chunks: 40 };

async function textOf(metrics: ReturnType<typeof createMetrics>): Promise<string> {
  return (await metrics.expose()).text;
}

describe('createMetrics', () => {
  it('counts what was observed before its library was loaded', async () => {
    const metrics = createMetrics({ indexSize: async () => size });
    for (let n = 0; n < 3; n += 1) {
      metrics.request({ method: 'GET', route: '/health', status: 200, ms: 4 });
    }
    metrics.refusal('busy');
    const text = await textOf(metrics);
    expect(text).toContain(
      'groundwork_http_requests_total{method="GET",route="/health",status="200"} 3\n',
    );
    expect(text).toContain(
      'groundwork_http_request_duration_seconds_bucket{le="0.005",route="/health"} 3\n',
    );
    expect(text).toContain('groundwork_refusals_total{reason="busy"} 1\n');
    expect(text).toContain('groundwork_refusals_total{reason="quota-exceeded"} 0\n');
  });

  it('adds up answers, their sentences, citations and tokens', async () => {
    const metrics = createMetrics({ indexSize: async () => size });
    metrics.answerBegins();
    metrics.answerBegins();
    expect(await textOf(metrics)).toContain('groundwork_answers_in_progress 2\n');
    metrics.answerEnds(answer);
    metrics.answerEnds({ ...answer, writer: 'extractive', inputTokens: null, outputTokens: null });
    const text = await textOf(metrics);
    expect(text).toContain('groundwork_answers_in_progress 0\n');
    expect(text).toContain('groundwork_answers_total{writer="generative",outcome="answered"} 1\n');
    expect(text).toContain('groundwork_answer_duration_seconds_sum{writer="generative"} 1.5\n');
    expect(text).toContain('groundwork_statements_total{support="supported"} 6\n');
    expect(text).toContain('groundwork_citations_total{status="repaired"} 2\n');
    expect(text).toContain('groundwork_model_tokens_total{direction="input"} 900\n');
    expect(text).toContain('groundwork_model_tokens_total{direction="output"} 80\n');
  });

  it('tells the size of the index, and 0 while there is none', async () => {
    let indexed: typeof size | undefined;
    const metrics = createMetrics({ indexSize: async () => indexed });
    expect(await textOf(metrics)).toContain('groundwork_index_chunks 0\n');
    indexed = size;
    const text = await textOf(metrics);
    expect(text).toContain('groundwork_index_documents 4\n');
    expect(text).toContain('groundwork_index_chunks 40\n');
  });

  it('tells of the process, with values that can be', async () => {
    const metrics = createMetrics({ indexSize: async () => undefined });
    await textOf(metrics);
    const text = await textOf(metrics);
    const figureOf = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
    expect(figureOf('process_resident_memory_bytes')).toBeGreaterThan(10e6);
    expect(figureOf('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(figureOf('process_start_time_seconds')).toBeLessThan(Date.now() / 1000);
    expect(figureOf('groundwork_event_loop_delay_seconds{quantile="0.99"}')).toBeGreaterThanOrEqual(
      0,
    );
  });

  it('keeps to names that say their unit, each with its help', async () => {
    const text = await textOf(createMetrics({ indexSize: async () => size }));
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => ({
      name: name!,
      type,
    }));
    expect(types.length).toBeGreaterThan(15);
    for (const { name, type } of types) {
      expect(name).toMatch(/^(groundwork|process|nodejs)_[a-z_]+$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      expect(text).toContain(`# HELP ${name} `);
    }
  });

  it('keeps two servers of one process apart', async () => {
    const [first, second] = [0, 1].map(() => createMetrics({ indexSize: async () => size }));
    first!.refusal('busy');
    expect(await textOf(second!)).toContain('groundwork_refusals_total{reason="busy"} 0\n');
  });
});
