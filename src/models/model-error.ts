/** What can be wrong with a provider, in words for the operator. Its own words never leave this folder. */
import { UpstreamError } from '../errors.ts';

export type ModelFault =
  | 'key'
  | 'model'
  | 'address'
  | 'context'
  | 'parameter'
  | 'busy'
  | 'stalled'
  | 'cut'
  | 'empty'
  | 'filtered'
  | 'unreadable';

const sentences: Readonly<Record<ModelFault, (model: string) => string>> = {
  key: () => 'The provider refuses the key; check OPENAI_API_KEY.',
  model: (model) => `The provider does not know the model "${model}"; check OPENAI_MODEL.`,
  address: () =>
    'The provider cannot be reached at its address; check OPENAI_BASE_URL, and that the server runs.',
  context: (model) =>
    `The context of model "${model}" is too small for the passages; choose a model with a larger one.`,
  parameter: (model) => `Model "${model}" refuses a setting of the request; choose another model.`,
  busy: () => 'The provider has too much to do or a limit is reached; try again in a moment.',
  stalled: () => 'The provider stopped answering in the middle; try again.',
  cut: () => 'The connection to the provider was cut before the answer was whole; try again.',
  empty: (model) => `Model "${model}" gave an empty reply; try again, or choose another model.`,
  filtered: () => "The provider's filter held the answer back; ask in other words.",
  unreadable: () =>
    'The provider answers in a form that cannot be read; check that OPENAI_BASE_URL names an OpenAI-compatible server (it mostly ends in /v1).',
};

/** A failure of the model's provider. Its message is ours; status and fault are all that is kept of theirs. */
export class ModelError extends UpstreamError {
  readonly fault: ModelFault;
  /** HTTP status, where there was one. */
  readonly status: number | undefined;

  constructor(fault: ModelFault, model: string, status?: number) {
    super(sentences[fault](model));
    this.fault = fault;
    this.status = status;
  }
}

/** Ours where it is one, however deep the clients have wrapped it; nothing else of it is passed on. */
export function toModelError(error: unknown, model: string): ModelError {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof ModelError) return inner;
  }
  const name = error instanceof Error ? error.name : '';
  // Broken off in the middle of the body.
  return new ModelError(/TypeError|AbortError|Connection/.test(name) ? 'cut' : 'unreadable', model);
}
