/** Every metric of the server by name, in a registry of its own. The one file that knows prom-client. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { refusalReasons } from './log-event.ts';
import { streamCutReasons } from './metrics.ts';

export interface CollectorOptions {
  readonly answersInProgress: () => number;
  /** Undefined where the system does not tell. */
  readonly openFiles: () => Promise<number | undefined>;
}

const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];
const answerBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120];
/** Between two looks at the event loop, in ms. */
const loopResolutionMs = 10;

export function createCollectors({ answersInProgress, openFiles }: CollectorOptions) {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });

  const requests = counter('groundwork_http_requests_total', 'HTTP requests that ended.', [
    'method',
    'route',
    'status',
  ]);
  const requestSeconds = new Histogram({
    name: 'groundwork_http_request_duration_seconds',
    help: 'From the head of a request to the end of its reply.',
    labelNames: ['route'],
    buckets: requestBuckets,
    registers,
  });
  const answers = counter('groundwork_answers_total', 'Questions that came to their end.', [
    'writer',
    'outcome',
  ]);
  const answerSeconds = new Histogram({
    name: 'groundwork_answer_duration_seconds',
    help: 'From a question to the end of its answer.',
    labelNames: ['writer'],
    buckets: answerBuckets,
    registers,
  });
  gauge(
    'groundwork_answers_in_progress',
    'Questions that are being answered now.',
    answersInProgress,
  );
  const statements = counter(
    'groundwork_statements_total',
    'Sentences of answers, by how far their quotations carry them.',
    ['support'],
  );
  const citations = counter(
    'groundwork_citations_total',
    'Quotations, by whether they were found in their source.',
    ['status'],
  );
  const refusals = counter('groundwork_refusals_total', 'Requests that a rule turned away.', [
    'reason',
  ]);
  const modelTokens = counter(
    'groundwork_model_tokens_total',
    'Tokens that the chat model took and gave, as its provider counts them.',
    ['direction'],
  );
  const streamCuts = counter(
    'groundwork_stream_cuts_total',
    'Event streams that ended before their end.',
    ['reason'],
  );
  const ingestRuns = counter('groundwork_ingest_runs_total', 'Runs that prepared the documents.', [
    'outcome',
  ]);
  const ingestSeconds = new Gauge({
    name: 'groundwork_ingest_duration_seconds',
    help: 'How long the latest run took that prepared the documents.',
    registers,
  });
  const errors = counter('groundwork_errors_total', "Failures that are nobody's input.", [
    'during',
  ]);

  const documents = new Gauge({
    name: 'groundwork_index_documents',
    help: 'Documents in the index.',
    registers,
  });
  const chunks = new Gauge({
    name: 'groundwork_index_chunks',
    help: 'Chunks in the index.',
    registers,
  });

  // A series that is there from the start lets its first event be seen as a rise.
  for (const reason of refusalReasons) refusals.inc({ reason }, 0);
  for (const reason of streamCutReasons) streamCuts.inc({ reason }, 0);
  for (const outcome of ['done', 'failed']) ingestRuns.inc({ outcome }, 0);
  for (const during of ['request', 'ingest', 'process']) errors.inc({ during }, 0);

  addProcess(registers, gauge, openFiles);
  return {
    registry,
    requests,
    requestSeconds,
    answers,
    answerSeconds,
    statements,
    citations,
    refusals,
    modelTokens,
    streamCuts,
    ingestRuns,
    ingestSeconds,
    errors,
    documents,
    chunks,
  };
}

/** Under the names that Prometheus' own clients give them. */
function addProcess(
  registers: Registry[],
  gauge: (name: string, help: string, read: () => number) => void,
  openFiles: CollectorOptions['openFiles'],
): void {
  const startedAt = Date.now() / 1000 - process.uptime();
  gauge('process_start_time_seconds', 'When the process began, in Unix time.', () => startedAt);
  gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss());
  gauge(
    'nodejs_heap_size_used_bytes',
    'Memory of JavaScript objects.',
    () => process.memoryUsage().heapUsed,
  );
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of the process, all threads together.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  new Gauge({
    name: 'process_open_fds',
    help: 'Open files, sockets and pipes; absent where the system does not tell.',
    registers,
    async collect() {
      const count = await openFiles();
      if (count === undefined) this.remove();
      else this.set(count);
    },
  });
  const loop = monitorEventLoopDelay({ resolution: loopResolutionMs });
  loop.enable();
  new Gauge({
    name: 'groundwork_event_loop_delay_seconds',
    help: 'How late the event loop was since the last look at these metrics.',
    labelNames: ['quantile'],
    registers,
    collect() {
      // The histogram holds whole distances between two looks.
      const late = (percentile: number) =>
        Math.max(0, loop.percentile(percentile) / 1e9 - loopResolutionMs / 1000);
      this.set({ quantile: '0.5' }, late(50));
      this.set({ quantile: '0.99' }, late(99));
      this.set({ quantile: '1' }, loop.count === 0 ? 0 : late(100));
      loop.reset();
    },
  });
}
