/** The encoder that ships with Groundwork, fine-tuned from all-MiniLM-L6-v2 (models/minilm-l6-study/README.md). */
export const localModel = {
  folder: 'minilm-l6-study',
  weightsFile: 'model_int8.onnx',
  weightsSha256: 'a2cca0029b88dd6e18e186b7d622463aaef187c317d3e391fbfb3fae78995647',
  dimensions: 384,
  /** Longer texts are encoded in windows of this many tokens and averaged. */
  maxTokens: 256,
  fingerprint: 'local:minilm-l6-study-int8:a2cca0029b88:w256',
} as const;
