import { describe, expect, it } from 'vitest';
import type { Evidence, EvidencePassage } from '../../../src/answer/contract.ts';
import { decide, type GateModel, type GateWeights } from '../../../src/answer/gate.ts';
import { featureNames } from '../../../src/answer/gate-features.ts';
import { loadDocument } from '../../../src/load/load-document.ts';

const weighing = (coverage: number): GateWeights => ({
  intercept: -1,
  weights: Object.fromEntries(
    featureNames.map((name) => [name, name === 'coverage' ? coverage : 0]),
  ) as GateWeights['weights'],
  threshold: 0.5,
});
const model: GateModel = { keyed: weighing(4), plain: weighing(3), lexical: weighing(2) };

function evidenceOf(keys: readonly string[], cosine?: number): Evidence {
  const front = keys.length > 0 ? `---\nquestions:\n  GANs: ${JSON.stringify(keys)}\n---\n` : '';
  const document = loadDocument({
    uri: 'gans.md',
    mediaType: 'text/markdown',
    bytes: new TextEncoder().encode(`${front}# GANs\n\nThe critic learns.\n`),
  });
  const section = document.sections[0]!;
  const passage: EvidencePassage = {
    rank: 1,
    score: 1,
    chunkId: 'c',
    documentId: document.id,
    uri: document.uri,
    title: document.title,
    start: section.start,
    end: section.end,
    text: document.text.slice(section.start, section.end),
    headingPath: ['GANs'],
    retrievers: {},
    ...(cosine !== undefined && { cosine }),
    coverage: 0.5,
    section,
    headingLength: 6,
    itemCosines: [],
  };
  return {
    question: 'What does the critic do?',
    terms: ['critic'],
    unknownWords: [],
    repairs: [],
    passages: [passage],
    idf: new Map([['critic', 1]]),
    unknownIdf: 2,
    narrowed: false,
    documents: new Map([[document.id, document]]),
  };
}

describe('decide', () => {
  it.each([
    ['keyed', ['Who trains the critic?'], 0.4, 2],
    ['plain', [], 0.4, 1.5],
    ['lexical', ['Who trains the critic?'], undefined, 1],
  ] as const)(
    'uses the %s weights and says what each feature brings',
    (weights, keys, cosine, part) => {
      const decision = decide(evidenceOf(keys, cosine), model);
      expect(decision).toMatchObject({ weights, intercept: -1, logit: part - 1 });
      expect(decision.contributions).toMatchObject({ coverage: part, cosine: 0 });
      expect(decision.probability).toBeCloseTo(1 / (1 + Math.exp(1 - part)), 12);
    },
  );

  it('gives probability 0 without a passage, whatever the weights say', () => {
    const decision = decide({ ...evidenceOf([]), passages: [] }, model);
    expect(decision).toMatchObject({ answerable: false, probability: 0, reason: 'nothing-found' });
  });
});
