/** The encoder in `models/`, run in worker threads so that encoding never blocks an answer. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ConfigError, UpstreamError } from '../errors.ts';
import type { Embedder, EmbedOptions } from './contract.ts';
import { EncoderThread, type Job } from './encoder-thread.ts';
import { localModel } from './local-model.ts';
import { silenceRuntime } from './silence-runtime.ts';

/** Waiting texts of documents that make a second thread worth its 0.3 s and 270 MB. */
const manyTexts = 64;
/** How long it waits for more: between two documents of an ingestion there is nothing for a moment. */
const idleMs = 10_000;

/** True when the optional packages that run the local model are installed for this platform. */
export function canRunLocalModel(): boolean {
  const require = createRequire(import.meta.url);
  try {
    require.resolve('onnxruntime-node');
    require.resolve('@huggingface/tokenizers');
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts one worker; the model loads behind it in about 0.4 s. A damaged model, or a runtime that
 * cannot load it, rejects `ready` and every text with a ConfigError. While many texts of documents wait,
 * a second one helps, where there is a core for it.
 *
 * @param modelsFolder the folder that holds `minilm-l6-study/`
 * @param maxThreads 1 or 2
 * @throws ConfigError when a model file is missing
 */
export function createLocalEmbedder(
  modelsFolder: string,
  maxThreads = Math.min(2, availableParallelism()),
): Embedder {
  const modelFolder = join(modelsFolder, localModel.folder);
  for (const name of [localModel.weightsFile, 'tokenizer.json', 'tokenizer_config.json']) {
    if (!existsSync(join(modelFolder, name))) {
      throw new ConfigError(
        `Encoder "${localModel.folder}" is incomplete: "models/${localModel.folder}/${name}" is missing. Restore it from the repository, or set EMBEDDINGS=none to search by words only.`,
      );
    }
  }
  silenceRuntime();
  return new LocalEmbedder(modelFolder, maxThreads);
}

class LocalEmbedder implements Embedder {
  readonly fingerprint = localModel.fingerprint;
  readonly dimensions = localModel.dimensions;
  readonly ready: Promise<void>;
  readonly #modelFolder: string;
  readonly #maxThreads: number;
  readonly #first: EncoderThread;
  /** For documents alone: a question never waits for it to start. */
  #second: EncoderThread | undefined;
  /** Ends the second thread when nothing comes for it. */
  #idle: NodeJS.Timeout | undefined;
  readonly #ending = new Set<Promise<void>>();
  readonly #queries: Job[] = [];
  readonly #documents: Job[] = [];
  #closed: Error | undefined;

  constructor(modelFolder: string, maxThreads: number) {
    this.#modelFolder = modelFolder;
    this.#maxThreads = maxThreads;
    this.#first = new EncoderThread(modelFolder, () => this.#dispatch());
    this.ready = this.#first.ready;
  }

  async embedDocuments(
    texts: readonly string[],
    { signal, onEmbedded }: EmbedOptions = {},
  ): Promise<Float32Array[]> {
    return Promise.all(
      texts.map(async (text) => {
        const vector = await this.#enqueue(this.#documents, text, signal);
        onEmbedded?.(1);
        return vector;
      }),
    );
  }

  embedQuery(text: string, { signal }: Pick<EmbedOptions, 'signal'> = {}): Promise<Float32Array> {
    return this.#enqueue(this.#queries, text, signal);
  }

  async close(): Promise<void> {
    this.#closed ??= new UpstreamError(`Encoder "${localModel.folder}" is closed.`);
    this.#rejectAll(this.#closed);
    clearTimeout(this.#idle);
    const second = this.#second;
    this.#second = undefined;
    await Promise.all([this.#first.end(this.#closed), second?.end(this.#closed), ...this.#ending]);
  }

  #enqueue(queue: Job[], text: string, signal: AbortSignal | undefined): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      const ended = this.#closed ?? this.#first.ended;
      if (ended) return reject(ended);
      if (signal?.aborted) return reject(signal.reason);
      queue.push({ text, signal, resolve, reject });
      this.#dispatch();
    });
  }

  #dispatch(): void {
    if (this.#first.ended) this.#rejectAll(this.#first.ended);
    while (this.#first.isFree) {
      const job = this.#next(this.#queries) ?? this.#next(this.#documents);
      if (job === undefined) break;
      this.#first.take(job);
    }
    this.#sizeUp();
    // What it takes is lost with it, and it may be one that cannot run.
    while (this.#second?.isLoaded && this.#second.isFree) {
      const job = this.#next(this.#documents);
      if (job === undefined) break;
      this.#second.take(job);
    }
  }

  /** A second thread that cannot run leaves the first one. */
  #sizeUp(): void {
    if (this.#second?.ended) this.#second = undefined;
    if (this.#second === undefined) {
      if (this.#maxThreads < 2 || this.#documents.length < manyTexts) return;
      this.#second = new EncoderThread(this.#modelFolder, () => this.#dispatch());
    } else if (this.#documents.length === 0 && this.#second.inFlight === 0) {
      this.#idle ??= setTimeout(() => this.#endSecond(), idleMs).unref();
      return;
    }
    clearTimeout(this.#idle);
    this.#idle = undefined;
  }

  #endSecond(): void {
    this.#idle = undefined;
    const ending = this.#second?.end(new UpstreamError('The second thread is not needed.'));
    this.#second = undefined;
    if (ending === undefined) return;
    this.#ending.add(ending);
    void ending.then(() => this.#ending.delete(ending));
  }

  /** The next that is still wanted. */
  #next(queue: Job[]): Job | undefined {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      if (!job.signal?.aborted) return job;
      job.reject(job.signal.reason);
    }
    return undefined;
  }

  #rejectAll(reason: Error): void {
    for (const job of [...this.#queries, ...this.#documents]) job.reject(reason);
    this.#queries.length = 0;
    this.#documents.length = 0;
  }
}
