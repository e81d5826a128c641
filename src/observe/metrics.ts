/**
 * Counts of what happens, for Prometheus. What makes the text is loaded with the first observation, so
 * the server listens without it. Labels take words of fixed lists and patterns of routes only.
 */

import type { AnswerEvent, IngestEvent, RefusalEvent, RequestEvent } from './log-event.ts';
import { countOpenFiles } from './open-files.ts';

export const streamCutReasons = ['client', 'stalled', 'revoked', 'stopping'] as const;

/** Why an event stream ended before its end. */
export type StreamCut = (typeof streamCutReasons)[number];

export interface Metrics {
  request(request: Pick<RequestEvent, 'method' | 'route' | 'status' | 'ms'>): void;
  refusal(reason: RefusalEvent['reason']): void;
  streamCut(reason: StreamCut): void;
  answerBegins(): void;
  /** To be called once for each {@link answerBegins}. */
  answerEnds(
    answer: Pick<
      AnswerEvent,
      'writer' | 'outcome' | 'ms' | 'inputTokens' | 'outputTokens' | 'statements' | 'citations'
    >,
  ): void;
  ingest(outcome: 'done' | 'failed', ingest?: Pick<IngestEvent, 'ms'>): void;
  /** Something failed that is nobody's input. */
  error(during: 'request' | 'ingest' | 'process'): void;
  /** The text that Prometheus reads, with its media type. */
  expose(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface IndexSize {
  readonly documents: number;
  readonly chunks: number;
}

export interface MetricsOptions {
  /** Asked at each {@link Metrics.expose}; undefined while there is no index. */
  readonly indexSize: () => Promise<IndexSize | undefined>;
}

type Collectors = Awaited<ReturnType<typeof import('./collectors.ts').createCollectors>>;

export function createMetrics({ indexSize }: MetricsOptions): Metrics {
  let loading: Promise<Collectors> | undefined;
  let loaded: Collectors | undefined;
  let answersInProgress = 0;
  const load = (): Promise<Collectors> => {
    loading ??= import('./collectors.ts').then(({ createCollectors }) => {
      loaded = createCollectors({
        answersInProgress: () => answersInProgress,
        openFiles: countOpenFiles,
      });
      return loaded;
    });
    return loading;
  };
  const observe = (note: (collectors: Collectors) => void): void => {
    if (loaded) note(loaded);
    else void load().then(note);
  };

  return {
    request: ({ method, route, status, ms }) =>
      observe(({ requests, requestSeconds }) => {
        requests.inc({ method, route, status });
        requestSeconds.observe({ route }, ms / 1000);
      }),
    refusal: (reason) => observe(({ refusals }) => refusals.inc({ reason })),
    streamCut: (reason) => observe(({ streamCuts }) => streamCuts.inc({ reason })),
    answerBegins: () => {
      answersInProgress += 1;
      // Loaded now, so that the first answer's end is not held up.
      void load();
    },
    answerEnds: ({ writer, outcome, ms, inputTokens, outputTokens, statements, citations }) => {
      answersInProgress -= 1;
      observe((collectors) => {
        collectors.answers.inc({ writer, outcome });
        collectors.answerSeconds.observe({ writer }, ms / 1000);
        collectors.modelTokens.inc({ direction: 'input' }, inputTokens ?? 0);
        collectors.modelTokens.inc({ direction: 'output' }, outputTokens ?? 0);
        for (const [support, count] of Object.entries(statements)) {
          collectors.statements.inc({ support }, count);
        }
        for (const [status, count] of Object.entries(citations)) {
          collectors.citations.inc({ status }, count);
        }
      });
    },
    ingest: (outcome, ingest) =>
      observe(({ ingestRuns, ingestSeconds }) => {
        ingestRuns.inc({ outcome });
        if (ingest) ingestSeconds.set(ingest.ms / 1000);
      }),
    error: (during) => observe(({ errors }) => errors.inc({ during })),
    expose: async () => {
      const { registry, documents, chunks } = await load();
      const size = await indexSize();
      documents.set(size?.documents ?? 0);
      chunks.set(size?.chunks ?? 0);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
