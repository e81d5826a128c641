import { describe, expect, it } from 'vitest';
import type { IngestReport } from '../../../src/ingest/ingest-corpus.ts';
import { createIngestQueue } from '../../../src/ingest/ingest-queue.ts';

const report = { documents: 1, setAside: [], notices: [] } as unknown as IngestReport;

describe('createIngestQueue', () => {
  it('says that a run has ended when what it brought is there, not before', async () => {
    const states: string[] = [];
    let hasOpened = false;
    const queue = createIngestQueue({
      ingest: async () => report,
      onEnd: async ({ state, report: brought }) => {
        expect([state, brought]).toEqual(['idle', report]);
        states.push(queue.status().state);
        await new Promise((resolve) => setImmediate(resolve));
        states.push(queue.status().state);
        hasOpened = true;
      },
    });
    await queue.run();
    expect(states).toEqual(['running', 'running']);
    expect(hasOpened).toBe(true);
    expect(queue.status()).toMatchObject({ state: 'idle', report, failure: null });
  });

  it('fails with what failed at its end, and keeps what it brought', async () => {
    const queue = createIngestQueue({
      ingest: async () => report,
      onEnd: () => Promise.reject(new Error('cannot be opened')),
    });
    await queue.run();
    const { state, failure, report: brought, endedAt } = queue.status();
    expect([state, brought]).toEqual(['idle', report]);
    expect(endedAt).not.toBeNull();
    expect(failure).toMatchObject({ message: 'cannot be opened' });
  });
});
