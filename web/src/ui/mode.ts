import type { Mode } from '../../../src/serve/contract.ts';

export interface DescribedMode {
  /** Who writes and what searches, in a few words. */
  readonly short: string;
  /** The same with the parts by name. */
  readonly detail: string;
}

const arms = { lexical: 'words', dense: 'meaning' } as const;

export function describeMode({
  answers,
  model,
  retrievers,
  encoder,
  vectorIndex,
}: Mode): DescribedMode {
  const writer =
    answers === 'extractive'
      ? 'Quotes the notes'
      : `Written by ${model}${answers === 'deep' ? ' after several searches' : ''}`;
  const searched = retrievers.map((arm) => arms[arm]).join(' and ');
  const parts = [
    answers === 'extractive' ? 'Extractive: no model writes' : `Generative: ${model}`,
    `retrievers: ${retrievers.join(' + ')}`,
    ...(encoder === null ? [] : [`encoder: ${encoder}`]),
    ...(vectorIndex === null ? [] : [`vector index: ${vectorIndex}`]),
  ];
  return { short: `${writer}, found by ${searched}`, detail: parts.join('; ') };
}
