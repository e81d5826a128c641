/** What happens, told to the log and to the metrics at once. */
import { describeFault } from './describe-fault.ts';
import type { Log } from './log.ts';
import type {
  AnswerEvent,
  ErrorEvent,
  IngestEvent,
  RefusalEvent,
  RequestEvent,
} from './log-event.ts';
import type { Metrics, StreamCut } from './metrics.ts';
import { currentRequestId } from './request-id.ts';

export interface Observer {
  /** @param cut why its event stream ended early, where it did */
  requestEnded(
    request: Omit<RequestEvent, 'event'>,
    refusal: RefusalEvent['reason'] | null,
    cut: StreamCut | null,
  ): void;
  answerBegins(): void;
  answerEnded(answer: Omit<AnswerEvent, 'event' | 'requestId'>): void;
  ingested(ingest: Omit<IngestEvent, 'event'>): void;
  /** An error that is nobody's input. */
  failed(error: unknown, during: ErrorEvent['during']): void;
}

export function createObserver(log: Log, metrics: Metrics): Observer {
  return {
    requestEnded: (request, reason, cut) => {
      log.write({ event: 'request', ...request });
      metrics.request(request);
      if (cut !== null) metrics.streamCut(cut);
      if (reason === null) return;
      const { requestId, route, status, caller } = request;
      log.write({ event: 'refusal', requestId, route, status, reason, caller });
      metrics.refusal(reason);
    },
    answerBegins: () => metrics.answerBegins(),
    answerEnded: (answer) => {
      log.write({ event: 'answer', requestId: currentRequestId(), ...answer });
      metrics.answerEnds(answer);
    },
    ingested: (ingest) => {
      log.write({ event: 'ingest', ...ingest });
      metrics.ingest('done', ingest);
    },
    failed: (error, during) => {
      const requestId = currentRequestId();
      log.write({ event: 'error', requestId, during, ...describeFault(error) });
      metrics.error(during);
      if (during === 'ingest') metrics.ingest('failed');
    },
  };
}
