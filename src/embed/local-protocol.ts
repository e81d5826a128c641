/** Messages between the local embedder and its worker thread. */

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
