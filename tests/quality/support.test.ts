import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureSupport } from '../../src/answer/support.ts';
import type { Similarity } from '../../src/answer/support-features.ts';
import type { Embedder } from '../../src/embed/contract.ts';
import { createLocalEmbedder } from '../../src/embed/local-embedder.ts';
import { createSimilarity } from '../../src/embed/similarity.ts';
import { type ParaphrasedClaim, readParaphrases } from '../../src/evaluate/paraphrases.ts';
import { loadDocument } from '../../src/load/load-document.ts';
import type { Support } from '../../src/types.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
// What it was fitted on is no measure of it.
const claims = readParaphrases(`${root}tests/quality/paraphrases/test.jsonl`, (uri) =>
  loadDocument({ uri, mediaType: 'text/markdown', bytes: readFileSync(`${root}corpus/${uri}`) }),
);
const faithful = claims.filter(({ supported }) => supported);
const overreaching = claims.filter(({ supported }) => !supported);

describe('support of claims in free wording', () => {
  let embedder: Embedder;
  let similarity: Similarity;

  beforeAll(async () => {
    embedder = createLocalEmbedder(`${root}models`);
    await embedder.ready;
    similarity = createSimilarity(embedder);
  });

  afterAll(() => embedder.close());

  /** Share of the claims that are given this support, by their own quotations or by others. */
  const shareOf = async (
    support: Support,
    among: readonly ParaphrasedClaim[],
    near: Similarity | undefined,
    sentenceOf = (claim: ParaphrasedClaim) => claim.sentence,
  ): Promise<number> => {
    const measured = await Promise.all(
      among.map((claim) =>
        measureSupport({ text: claim.text, layout: 'sentence' }, [sentenceOf(claim)], {
          similarity: near,
        }),
      ),
    );
    return measured.filter((one) => one.support === support).length / among.length;
  };

  it('with the encoder: overreach is seldom supported, and few true claims are called unsupported', async () => {
    expect(await shareOf('supported', overreaching, similarity)).toBeLessThanOrEqual(0.15);
    expect(await shareOf('supported', faithful, similarity)).toBeGreaterThanOrEqual(0.4);
    expect(await shareOf('unsupported', faithful, similarity)).toBeLessThanOrEqual(0.12);
  }, 60_000);

  it('by words alone: the same with lower floors', async () => {
    expect(await shareOf('supported', overreaching, undefined)).toBeLessThanOrEqual(0.15);
    expect(await shareOf('supported', faithful, undefined)).toBeGreaterThanOrEqual(0.35);
    expect(await shareOf('unsupported', faithful, undefined)).toBeLessThanOrEqual(0.14);
  });

  it('never supports a claim by the sentence of another question', async () => {
    const foreign = (claim: ParaphrasedClaim) => {
      const at = claims.indexOf(claim);
      for (let step = 1; ; step += 1) {
        const other = claims[(at + 50 + step) % claims.length]!;
        if (other.questionId !== claim.questionId) return other.sentence;
      }
    };
    for (const near of [similarity, undefined]) {
      expect(await shareOf('supported', claims, near, foreign)).toBe(0);
      expect(await shareOf('unsupported', claims, near, foreign)).toBeGreaterThanOrEqual(0.9);
    }
  }, 60_000);

  it.each([true, false])(
    'supports each quoted sentence by itself (encoder: %s)',
    async (encoded) => {
      const copies = claims.map((claim) => ({ ...claim, text: claim.sentence.text }));
      expect(await shareOf('supported', copies, encoded ? similarity : undefined)).toBe(1);
    },
  );
});
