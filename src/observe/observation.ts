/** Log and metrics of one server, put together. */
import { GroundworkError } from '../errors.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import { createLog, type Log, type LogOptions } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createObserver, type Observer } from './observer.ts';

export interface Observation {
  readonly log: Log;
  readonly metrics: Metrics;
  /** Tells both. */
  readonly observer: Observer;
}

export function createObservation(
  pipeline: Pick<Pipeline, 'isReady' | 'documents'>,
  options: LogOptions,
): Observation {
  const log = createLog(options);
  const metrics = createMetrics({
    indexSize: async () => {
      if (!pipeline.isReady()) return undefined;
      try {
        const documents = await pipeline.documents();
        const chunks = documents.reduce((sum, document) => sum + document.chunks, 0);
        return { documents: documents.length, chunks };
      } catch (error) {
        // Of an index that cannot be read the routes tell; the other figures are wanted all the more.
        if (error instanceof GroundworkError) return undefined;
        throw error;
      }
    },
  });
  return { log, metrics, observer: createObserver(log, metrics) };
}

/** Counts, and says nothing. */
export function createSilentObservation(
  pipeline: Pick<Pipeline, 'isReady' | 'documents'>,
): Observation {
  const nowhere = () => {};
  return createObservation(pipeline, { format: 'off', print: nowhere, printError: nowhere });
}
