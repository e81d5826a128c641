/** One ingestion at a time, and at most one waiting: whoever asks gets a run that began afterwards. */
import type { IngestProgress, IngestReport } from './ingest-corpus.ts';

export interface IngestStatus {
  readonly state: 'idle' | 'running';
  /** Of the run that goes on. */
  readonly progress: IngestProgress | null;
  /** Of the last run that ended well. */
  readonly report: IngestReport | null;
  /** When the last run ended, ISO 8601 in UTC. */
  readonly endedAt: string | null;
  /** Why the last run failed, for whoever runs the server; null when it ended well. */
  readonly failure: unknown;
}

export interface IngestQueue {
  status(): IngestStatus;
  /** Settles when a run that began after this call has ended, well or not. Never rejects. */
  run(): Promise<void>;
  /** Ends the run that goes on, and begins none. Settles when it has ended. */
  stop(): Promise<void>;
}

export interface IngestQueueOptions {
  readonly ingest: (how: {
    signal: AbortSignal;
    onProgress: (progress: IngestProgress) => void;
  }) => Promise<IngestReport>;
  /** Hears of each run's end, before those who wait for it do. */
  readonly onEnd?: (status: IngestStatus) => void | Promise<void>;
  readonly now?: () => Date;
}

export function createIngestQueue({
  ingest,
  onEnd,
  now = () => new Date(),
}: IngestQueueOptions): IngestQueue {
  const stopping = new AbortController();
  let status: IngestStatus = {
    state: 'idle',
    progress: null,
    report: null,
    endedAt: null,
    failure: null,
  };
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    if (stopping.signal.aborted) return;
    status = { ...status, state: 'running', progress: null };
    const idle = { state: 'idle', progress: null } as const;
    let ended: IngestStatus;
    try {
      const report = await ingest({
        signal: stopping.signal,
        onProgress: (progress) => {
          status = { ...status, progress };
        },
      });
      ended = { ...idle, endedAt: now().toISOString(), report, failure: null };
    } catch (failure) {
      if (stopping.signal.aborted) {
        status = { ...status, ...idle };
        return;
      }
      ended = { ...idle, endedAt: now().toISOString(), report: status.report, failure };
    }
    try {
      await onEnd?.(ended);
    } catch (failure) {
      ended = { ...ended, failure };
    }
    // Not before: whoever sees that it has ended asks for what it brought.
    status = ended;
  };
  const begin = (): Promise<void> => {
    current = work().finally(() => {
      current = undefined;
    });
    return current;
  };

  return {
    status: () => status,
    run: () => {
      if (current === undefined) return begin();
      const again = () => {
        next = undefined;
        return begin();
      };
      next ??= current.then(again, again);
      return next;
    },
    stop: async () => {
      stopping.abort(new Error('Stopping.'));
      await (next ?? current);
    },
  };
}
