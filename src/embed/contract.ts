/** Text to vectors. Implementations: `local-embedder.ts`, `openai-embedder.ts`, a fake in tests. */

export interface EmbedOptions {
  /** Aborting rejects with the signal's reason; texts under way are dropped. */
  readonly signal?: AbortSignal;
  /** Called after each finished text or batch with how many more are done. */
  readonly onEmbedded?: (count: number) => void;
}

export interface Embedder {
  /** Names model and preprocessing: vectors of different fingerprints must never meet. */
  readonly fingerprint: string;
  /** Length of every vector. */
  readonly dimensions: number;
  /**
   * One unit-length vector a text, in the order of `texts`. `[]` gives `[]`.
   *
   * @throws UpstreamError when the encoder fails or answers with anything but such vectors.
   */
  embedDocuments(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
  /** The vector to search with; it overtakes documents that wait. Same errors. */
  embedQuery(text: string, options?: Pick<EmbedOptions, 'signal'>): Promise<Float32Array>;
  /** Settles once the encoder can work; until then texts wait. Rejects with a ConfigError. */
  readonly ready: Promise<void>;
  /** Ends the encoder; what waits is rejected. A second call does nothing. */
  close(): Promise<void>;
}
