import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Attempt, runWithConnectLog, whyNoConnectLog } from './connect-log.ts';
import { reportFigure, reportZero } from './tier.ts';

const run = fileURLToPath(new URL('./egress-run.ts', import.meta.url));
const why = whyNoConnectLog();
if (why !== undefined) console.log(`SKIPPED: egress is not recorded, since ${why}.`);

const runSchema = z.strictObject({
  steps: z.array(z.string()),
  ports: z.strictObject({ server: z.int(), model: z.int(), watch: z.int() }),
  /** That nobody took: without a route, or by UDP, which nothing here speaks. */
  packetsOut: z.int(),
});
/** Addresses that are nobody's (RFC 5737). */
const foreign = '192.0.2.8';

describe.skipIf(why !== undefined)('a whole life of the server', () => {
  it.each([
    ['with nothing set', {}],
    [
      'with every switch of tracing set',
      {
        LANGSMITH_TRACING: 'true',
        LANGSMITH_API_KEY: 'lsv2_pt_not_a_key',
        LANGSMITH_ENDPOINT: `http://${foreign}`,
        LANGCHAIN_TRACING_V2: 'true',
        LANGCHAIN_API_KEY: 'lsv2_pt_not_a_key',
        LANGCHAIN_ENDPOINT: `http://${foreign}`,
        LANGCHAIN_CALLBACKS_BACKGROUND: 'false',
        OTEL_TRACES_EXPORTER: 'otlp',
        OTEL_METRICS_EXPORTER: 'otlp',
        OTEL_LOGS_EXPORTER: 'otlp',
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://${foreign}:4318`,
      },
    ],
  ])('%s reaches for the configured model and nobody else', async (_name, variables) => {
    const { attempts, printed, code } = await runWithConnectLog(
      [process.execPath, '--import', 'tsx', run],
      variables,
    );
    expect(code, printed.slice(-2_000)).toBe(0);
    const { steps, ports, packetsOut } = runSchema.parse(
      JSON.parse(printed.trim().split('\n').at(-1)!),
    );
    // The asking side is recorded too; what it reaches for is the server.
    const known = new Set([ports.model, ports.server, ports.watch]);
    const others = attempts.filter(
      ({ address, port }) => address !== '127.0.0.1' || !known.has(port),
    );
    const toModel = attempts.filter(({ port }) => port === ports.model);
    reportZero({
      what: `Connections tried to anyone but the model, ${_name}`,
      n: attempts.length,
      failures: others.length,
    });
    reportFigure({
      figure: `Of them to the model, ${_name}`,
      asked: 'some',
      measured: `${toModel.length}; steps: ${steps.join(', ')}`,
    });
    expect(others.map(shown)).toEqual([]);
    expect(packetsOut).toBe(0);
    expect(toModel.length).toBeGreaterThan(0);
    expect(steps).toContain('deep by lexical and dense');
    expect(steps).toContain('exit 0');
  });

  it('is recorded by a log that sees who reaches out', async () => {
    const { attempts } = await runWithConnectLog([
      process.execPath,
      '-e',
      `fetch('http://${foreign}:4318').catch(() => undefined)`,
    ]);
    expect(attempts.map(shown)).toEqual([`${foreign}:4318`]);
  });
});

function shown({ address, port }: Attempt): string {
  return `${address}:${port}`;
}
