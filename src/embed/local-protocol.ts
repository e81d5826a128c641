/** Messages between the local embedder and its worker thread. */

/** `id` -1 asks the worker to end after the text that it is encoding. */
export interface WorkerRequest {
  readonly id: number;
  readonly text: string;
}

/** `id` -1 without an error says that the model is loaded. */
export interface WorkerReply {
  readonly id: number;
  readonly vector?: Float32Array;
  readonly error?: string;
}
