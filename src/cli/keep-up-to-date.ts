/** The server's ingestions: at the start, whenever a document changes, and when it is asked to. */
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { EmptyCorpusError, GroundworkError } from '../errors.ts';
import { createIngestQueue } from '../ingest/ingest-queue.ts';
import { type Intake, openIntake } from '../ingest/intake.ts';
import type { Observer } from '../observe/observer.ts';
import type { Pipeline } from '../pipeline-contract.ts';
import { summaryOf } from './ingest-command.ts';

export interface UpToDate {
  readonly intake: Intake;
  /** What is being done before there is an index; undefined when that is over. */
  preparing(): string | undefined;
  /** Ends what goes on. */
  stop(): Promise<void>;
}

/** Files are copied in many steps, and many at once: a change counts once nothing moved for so long. */
const settleMs = 1_000;

/** Begins nothing by itself but to watch. */
export function keepUpToDate(
  pipeline: Pick<Pipeline, 'ingest' | 'refresh'>,
  observer: Observer,
  config: Pick<Config, 'CORPUS_DIR' | 'DATA_DIR' | 'LIBRARY' | 'WATCH'>,
): UpToDate {
  let preparing: string | undefined;
  const queue = createIngestQueue({
    ingest: async ({ signal, onProgress }) => {
      preparing ??= 'The documents are being prepared; ask again in a moment.';
      const startedAt = performance.now();
      const report = await pipeline.ingest({
        signal,
        onProgress: (progress) => {
          const { files, filesDone, embedded } = progress;
          preparing = `The documents are being prepared: ${filesDone} of ${files} files, ${embedded} chunks encoded.`;
          onProgress(progress);
        },
      });
      observer.ingested({
        ...report,
        setAside: report.setAside.length,
        ms: performance.now() - startedAt,
        summary: summaryOf(report, false),
      });
      return report;
    },
    onEnd: async ({ failure }) => {
      if (failure !== null) {
        preparing = whyUnprepared(failure);
        observer.failed(failure, 'ingest');
      }
      try {
        await tryRefresh(pipeline);
      } finally {
        if (failure === null) preparing = undefined;
      }
    },
  });
  const watcher =
    config.WATCH === 'on'
      ? watchFolder(config.CORPUS_DIR, config.DATA_DIR, () => void queue.run())
      : undefined;
  return {
    intake: openIntake({
      corpusFolder: config.CORPUS_DIR,
      dataFolder: config.DATA_DIR,
      queue,
      isShared: config.LIBRARY === 'weaviate',
    }),
    preparing: () => preparing,
    stop: async () => {
      await (await watcher)?.close();
      await queue.stop();
    },
  };
}

/** Opens a newer index where there is one. Without any the routes say so; the next look may find one. */
export async function tryRefresh(pipeline: Pick<Pipeline, 'refresh'>): Promise<void> {
  try {
    await pipeline.refresh();
  } catch (error) {
    if (!(error instanceof GroundworkError)) throw error;
  }
}

/** Messages of errors name folders and files of this machine: they are for its console alone. */
function whyUnprepared(failure: unknown): string {
  return failure instanceof EmptyCorpusError
    ? 'The folder of documents holds none that can be read; put some into it.'
    : "The documents could not be prepared; the server's log says why.";
}

async function watchFolder(folder: string, dataFolder: string, onChange: () => void) {
  const own = resolve(dataFolder);
  const { watch } = await import('chokidar');
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, settleMs);
  };
  const watcher = watch(folder, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) =>
      resolve(path) === own ||
      /[/\\](?:\.[^/\\]+|node_modules)(?:[/\\]|$)/.test(path.slice(folder.length)),
    awaitWriteFinish: { stabilityThreshold: settleMs, pollInterval: 200 },
  });
  watcher.on('add', changed).on('change', changed).on('unlink', changed).on('unlinkDir', changed);
  // A folder that cannot be watched is still read at every start and whenever somebody asks.
  watcher.on('error', () => undefined);
  return {
    close: () => {
      clearTimeout(timer);
      return watcher.close();
    },
  };
}
