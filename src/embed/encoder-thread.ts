/** One worker thread that encodes one text after the other. */
import { Worker } from 'node:worker_threads';
import { ConfigError, UpstreamError } from '../errors.ts';
import { localModel } from './local-model.ts';
import type { WorkerReply, WorkerRequest } from './local-protocol.ts';
import { unitVector } from './unit-vector.ts';

export interface Job {
  readonly text: string;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (vector: Float32Array) => void;
  readonly reject: (reason: unknown) => void;
}

/** Texts handed to the worker at once: one it works on, and the next so that it never waits. */
const maxInFlight = 2;

export class EncoderThread {
  /** Rejects with a ConfigError when the model or the runtime cannot be loaded. */
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #inFlight = new Map<number, Job>();
  readonly #onFree: () => void;
  #nextId = 0;
  #ended: Error | undefined;
  #exited = false;
  #loaded = false;

  /** @param onFree called when the thread has loaded, can take another text, and when it failed */
  constructor(modelFolder: string, onFree: () => void) {
    this.#onFree = onFree;
    const worker = new Worker(new URL('./local-worker-start.mjs', import.meta.url), {
      workerData: { modelFolder },
      execArgv: [],
    });
    this.#worker = worker;
    this.ready = new Promise((resolve, reject) => {
      worker.on('message', (reply: WorkerReply) => {
        if (reply.id === -1) {
          this.#loaded = true;
          resolve();
          onFree();
          // Until it has loaded somebody may be waiting for that alone.
          if (this.#inFlight.size === 0 && this.#ended === undefined) worker.unref();
        } else this.#settle(reply);
      });
      worker.on('error', (cause) => {
        const message = `Encoder "${localModel.folder}" cannot run: ${cause.message} Reinstall with npm ci, or set EMBEDDINGS=none to search by words only.`;
        reject(new ConfigError(message, { cause }));
        this.#fail(
          this.#loaded
            ? new UpstreamError(message, { cause })
            : new ConfigError(message, { cause }),
        );
      });
      worker.on('exit', () => {
        this.#exited = true;
        const ended = new UpstreamError(`Encoder "${localModel.folder}" ended.`);
        reject(ended);
        this.#fail(ended);
      });
    });
    // Whoever waits for it hears of a failure, as does every text; nobody need wait.
    this.ready.catch(() => {});
  }

  /** Why it takes nothing more, once it has ended. */
  get ended(): Error | undefined {
    return this.#ended;
  }

  get isLoaded(): boolean {
    return this.#loaded;
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  get isFree(): boolean {
    return this.#ended === undefined && this.#inFlight.size < maxInFlight;
  }

  /** Only while it is free. */
  take(job: Job): void {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#inFlight.set(id, job);
    // The worker keeps the process alive only while it has work.
    this.#worker.ref();
    this.#worker.postMessage({ id, text: job.text } satisfies WorkerRequest);
  }

  /** Rejects what it works on with `reason`. Settles once the thread is gone. */
  async end(reason: Error): Promise<void> {
    const exited = new Promise<void>((resolve) => {
      if (this.#exited) resolve();
      else this.#worker.once('exit', () => resolve());
    });
    this.#close(reason);
    // The runtime aborts the process when its thread is ended inside a call, so the worker ends itself.
    this.#worker.postMessage({ id: -1, text: '' } satisfies WorkerRequest);
    this.#worker.ref();
    await exited;
  }

  #settle({ id, vector, error }: WorkerReply): void {
    const job = this.#inFlight.get(id);
    this.#inFlight.delete(id);
    // The process waits for a worker that is told to end: a late reply is not to let go of it.
    if (this.#ended) return;
    this.#onFree();
    if (this.#inFlight.size === 0) this.#worker.unref();
    if (job === undefined) return;
    if (vector === undefined) {
      job.reject(new UpstreamError(`Encoder "${localModel.folder}" failed on a text: ${error}`));
      return;
    }
    try {
      job.resolve(unitVector(vector, localModel.dimensions, localModel.fingerprint));
    } catch (failure) {
      job.reject(failure);
    }
  }

  #fail(reason: Error): void {
    if (this.#ended) return;
    this.#close(reason);
    this.#onFree();
  }

  #close(reason: Error): void {
    this.#ended ??= reason;
    for (const job of this.#inFlight.values()) job.reject(reason);
    this.#inFlight.clear();
  }
}
