/** The encoder that ships with Groundwork: all-MiniLM-L6-v2, int8 (models/all-MiniLM-L6-v2/README.md). */
export const localModel = {
  folder: 'all-MiniLM-L6-v2',
  weightsFile: 'model_int8.onnx',
  weightsSha256: 'f3491a6f246a4bbbdb2c2faa93cece82ec65d0db72859c12ebaf1f18d4335847',
  dimensions: 384,
  /** Longer texts are encoded in windows of this many tokens and averaged. */
  maxTokens: 256,
  fingerprint: 'local:all-MiniLM-L6-v2-int8:f3491a6f246a:w256',
} as const;
