/** The encoder in `models/`, run in a worker thread so that encoding never blocks an answer. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ConfigError, UpstreamError } from '../errors.ts';
import type { Embedder, EmbedOptions } from './contract.ts';
import { localModel } from './local-model.ts';
import type { WorkerReply, WorkerRequest } from './local-protocol.ts';
import { silenceRuntime } from './silence-runtime.ts';
import { unitVector } from './unit-vector.ts';

/** Texts handed to the worker at once: one it works on, and the next so that it never waits. */
const maxInFlight = 2;

interface Job {
  readonly text: string;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (vector: Float32Array) => void;
  readonly reject: (reason: unknown) => void;
}

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
 * Starts the worker; the model loads behind it in about 0.4 s. A damaged model, or a runtime that
 * cannot load it, rejects `ready` and every text with a ConfigError.
 *
 * @param modelsFolder the folder that holds `minilm-l6-study/`
 * @throws ConfigError when a model file is missing
 */
export function createLocalEmbedder(modelsFolder: string): Embedder {
  const modelFolder = join(modelsFolder, localModel.folder);
  for (const name of [localModel.weightsFile, 'tokenizer.json', 'tokenizer_config.json']) {
    if (!existsSync(join(modelFolder, name))) {
      throw new ConfigError(
        `Encoder "${localModel.folder}" is incomplete: "models/${localModel.folder}/${name}" is missing. Restore it from the repository, or set EMBEDDINGS=none to search by words only.`,
      );
    }
  }
  silenceRuntime();
  const worker = new Worker(new URL('./local-worker-start.mjs', import.meta.url), {
    workerData: { modelFolder },
    execArgv: [],
  });
  return new LocalEmbedder(worker);
}

class LocalEmbedder implements Embedder {
  readonly fingerprint = localModel.fingerprint;
  readonly dimensions = localModel.dimensions;
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #queries: Job[] = [];
  readonly #documents: Job[] = [];
  readonly #inFlight = new Map<number, Job>();
  #nextId = 0;
  #ended: Error | undefined;
  #exited = false;
  #loaded = false;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.ready = new Promise((resolve, reject) => {
      worker.on('message', (reply: WorkerReply) => {
        if (reply.id === -1) {
          this.#loaded = true;
          resolve();
        } else this.#settle(reply);
      });
      worker.on('error', (cause) => {
        const message = `Encoder "${localModel.folder}" cannot run: ${cause.message} Reinstall with npm ci, or set EMBEDDINGS=none to search by words only.`;
        reject(new ConfigError(message, { cause }));
        this.#end(
          this.#loaded
            ? new UpstreamError(message, { cause })
            : new ConfigError(message, { cause }),
        );
      });
      worker.on('exit', () => {
        this.#exited = true;
        const ended = new UpstreamError(`Encoder "${localModel.folder}" ended.`);
        reject(ended);
        this.#end(ended);
      });
    });
    // Whoever waits for it hears of a failure, as does every text; nobody need wait.
    this.ready.catch(() => {});
    worker.unref();
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
    const exited = new Promise<void>((resolve) => {
      if (this.#exited) resolve();
      else this.#worker.once('exit', () => resolve());
    });
    this.#end(new UpstreamError(`Encoder "${localModel.folder}" is closed.`));
    // The runtime aborts the process when its thread is ended inside a call, so the worker ends itself.
    this.#worker.postMessage({ id: -1, text: '' } satisfies WorkerRequest);
    this.#worker.ref();
    await exited;
  }

  #enqueue(queue: Job[], text: string, signal: AbortSignal | undefined): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      if (signal?.aborted) return reject(signal.reason);
      queue.push({ text, signal, resolve, reject });
      this.#dispatch();
    });
  }

  #dispatch(): void {
    // The process waits for a worker that is told to end: a late reply is not to let go of it.
    if (this.#ended) return;
    while (this.#inFlight.size < maxInFlight) {
      const job = this.#queries.shift() ?? this.#documents.shift();
      if (job === undefined) break;
      if (job.signal?.aborted) {
        job.reject(job.signal.reason);
        continue;
      }
      const id = this.#nextId;
      this.#nextId += 1;
      this.#inFlight.set(id, job);
      this.#worker.postMessage({ id, text: job.text } satisfies WorkerRequest);
    }
    // The worker keeps the process alive only while it has work.
    if (this.#inFlight.size > 0) this.#worker.ref();
    else this.#worker.unref();
  }

  #settle({ id, vector, error }: WorkerReply): void {
    const job = this.#inFlight.get(id);
    this.#inFlight.delete(id);
    this.#dispatch();
    if (job === undefined) return;
    if (vector === undefined) {
      job.reject(new UpstreamError(`Encoder "${localModel.folder}" failed on a text: ${error}`));
      return;
    }
    try {
      job.resolve(unitVector(vector, this.dimensions, this.fingerprint));
    } catch (failure) {
      job.reject(failure);
    }
  }

  #end(reason: Error): void {
    if (this.#ended) return;
    this.#ended = reason;
    for (const job of [...this.#inFlight.values(), ...this.#queries, ...this.#documents]) {
      job.reject(reason);
    }
    this.#inFlight.clear();
    this.#queries.length = 0;
    this.#documents.length = 0;
  }
}
