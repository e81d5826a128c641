import { describe, expect, it } from 'vitest';
import { createLog, type LogOptions } from '../../../src/observe/log.ts';
import type { AnswerEvent, LogEvent, RequestEvent } from '../../../src/observe/log-event.ts';

function createRecorder(format: LogOptions['format']) {
  const out: string[] = [];
  const errors: string[] = [];
  const log = createLog({
    format,
    print: (line) => out.push(line),
    printError: (line) => errors.push(line),
    now: () => new Date('2026-02-03T04:05:06.789Z'),
  });
  return { log, out, errors };
}

const request: RequestEvent = {
  event: 'request',
  requestId: 'r1',
  method: 'GET',
  route: '/api/documents/:id',
  status: 200,
  complete: true,
  ms: 12.345,
  bytes: 678,
  caller: 'local',
};
const failed: AnswerEvent = {
  event: 'answer',
  requestId: 'r1',
  writer: 'auto',
  outcome: 'failed',
  code: 'upstream',
  fault: 'key',
  ms: 20.04,
  inputTokens: null,
  outputTokens: null,
  statements: { supported: 0, partial: 0, unsupported: 0 },
  citations: { verified: 0, repaired: 0, unverified: 0 },
};
const start: LogEvent = {
  event: 'start',
  url: 'http://127.0.0.1:3000',
  destinations: 'Nothing leaves this machine.',
};
const ready: LogEvent = {
  event: 'ready',
  answers: 'generative',
  model: 'scripted',
  retrievers: ['lexical', 'dense'],
  notices: ['hnswlib-node is not installed: vectors are searched exactly in JavaScript.'],
};

describe('the log as JSON', () => {
  it('is one object a line, with the time of its clock', () => {
    const { log, out, errors } = createRecorder('json');
    log.write(request);
    log.write(failed);
    expect(out.map((line) => JSON.parse(line))).toEqual([
      {
        time: '2026-02-03T04:05:06.789Z',
        level: 'info',
        event: 'request',
        requestId: 'r1',
        method: 'GET',
        route: '/api/documents/:id',
        status: 200,
        complete: true,
        ms: 12.3,
        bytes: 678,
        caller: 'local',
      },
      expect.objectContaining({ level: 'warn', code: 'upstream', fault: 'key', inputTokens: null }),
    ]);
    expect(errors).toEqual([]);
  });

  it('leaves out what an event carries beside its fields', () => {
    const { log, out } = createRecorder('json');
    const withMore = { ...request, question: 'secret', headers: { cookie: 'secret' } };
    log.write(withMore);
    expect(out.join()).not.toContain('secret');
  });

  it('counts sentences that are meant for a person', () => {
    const { log, out } = createRecorder('json');
    log.write(ready);
    expect(JSON.parse(out[0]!)).toMatchObject({ event: 'ready', notices: 1 });
    expect(out[0]).not.toContain('scripted');
  });
});

describe('the log as text', () => {
  it('says at the start where it listens, what leaves the machine and who answers', () => {
    const { log, out, errors } = createRecorder('text');
    log.write(start);
    log.write(ready);
    expect(out).toEqual([
      'Groundwork listens on http://127.0.0.1:3000',
      'Nothing leaves this machine.',
      'scripted writes answers; search by lexical + dense.',
      'hnswlib-node is not installed: vectors are searched exactly in JavaScript.',
    ]);
    expect(errors).toEqual([]);
  });

  it('tells trouble on the other stream, and nothing of single requests and answers', () => {
    const { log, out, errors } = createRecorder('text');
    log.write(request);
    log.write({ ...failed, outcome: 'answered', code: null, fault: null });
    log.write(failed);
    log.write({
      event: 'refusal',
      requestId: 'r2',
      route: '/api/chat',
      status: 429,
      reason: 'too-many-requests',
      caller: 'k7',
    });
    log.write({
      event: 'error',
      requestId: 'r3',
      during: 'request',
      code: 'internal',
      kind: 'TypeError',
      frames: ['src/serve/app.ts:12', 'src/serve/errors.ts:3'],
    });
    expect(out).toEqual([]);
    expect(errors).toEqual([
      'No answer: upstream (key) after 20 ms, request r1.',
      'Refused: too-many-requests (429) at /api/chat to k7, request r2.',
      'Error: internal (TypeError) at src/serve/app.ts:12 < src/serve/errors.ts:3, request r3.',
    ]);
  });

  it('counts files that were set aside and says how to learn their names', () => {
    const { log, out, errors } = createRecorder('text');
    const counts = { documents: 2, chunks: 5, added: 2, updated: 0, removed: 0, embedded: 5 };
    const summary = 'Holds 2 documents, 5 chunks.';
    log.write({ event: 'ingest', ms: 3, ...counts, reusedVectors: 0, setAside: 0, summary });
    expect([out, errors]).toEqual([[summary], []]);
    log.write({ event: 'ingest', ms: 3, ...counts, reusedVectors: 0, setAside: 1, summary });
    expect(errors[0]).toContain('1 of the files; npm run ingest -- --dry-run names them');
  });
});

describe('the log that is off', () => {
  it('says nothing', () => {
    const { log, out, errors } = createRecorder('off');
    log.write(start);
    log.write(failed);
    expect([...out, ...errors]).toEqual([]);
  });
});
