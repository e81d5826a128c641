import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerPiece } from '../../../src/answer/answer-pieces.ts';
import { cutNotice, type WriteOptions, writeAnswer } from '../../../src/answer/generative.ts';
import { UpstreamError } from '../../../src/errors.ts';
import type { ChatModel, ChatRequest } from '../../../src/models/contract.ts';
import { evidenceOf } from '../../fakes/evidence-of.ts';
import { createScriptedModel } from '../../fakes/scripted-model.ts';

const notes = {
  'gan.md':
    '# GANs\n\nThe generator turns random noise into samples. The discriminator tells 64 real samples from generated ones. Training does not converge when the discriminator wins too early. Goodfellow introduced the method in 2014.\n',
  'cache.md':
    '# KV cache\n\nThe cache keeps the keys and values of earlier tokens. Its memory grows with the length of the sequence — 🙂 always.\n\n- Paging splits the cache into blocks of 16 tokens.\n',
};
const evidence = evidenceOf(notes);

/** The ids under which a request shows the passages, in their order. */
function idsIn({ messages }: ChatRequest): string[] {
  const text = messages.map((message) => message.text).join('\n');
  return [...text.matchAll(/^(?:Passages\n\n)?\[\[\S+ ((?:[a-z]\d){2,3})\]\]/gm)].map(
    (match) => match[1]!,
  );
}

const isRepair = ({ messages }: ChatRequest): boolean => messages[0]!.text.includes('wrongly');

function seeded(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const write = (model: ChatModel, options: Partial<WriteOptions> = {}) =>
  writeAnswer(evidence, {
    model,
    random: seeded(7),
    maxOutputTokens: 500,
    repair: false,
    ...options,
  });

/** `{gan: …}` and `{cache: …}` become proofs under the ids of the request. */
function withIds(text: string, request: ChatRequest): string {
  const [gan = '', cache = ''] = idsIn(request);
  return text
    .replace(/\{gan: ([^}]*)\}/g, `<cite id="${gan}">$1</cite>`)
    .replace(/\{cache: ([^}]*)\}/g, `<cite id="${cache}">$1</cite>`);
}

const scripted = (text: string, mended = '') =>
  createScriptedModel((request) => withIds(isRepair(request) ? mended : text, request));

describe('writeAnswer', () => {
  it('cites whole sentences of the source and numbers them in order of first use', async () => {
    const { answer, report } = await write(
      scripted(
        'The generator turns noise into samples. {gan: turns random noise into samples} The cache keeps keys and values of earlier tokens. {cache: keeps the KEYS and values} The generator makes samples from random noise. {gan: random noise into samples}\n- Blocks of 16 tokens split the cache. {cache: blocks of 16 tokens}',
      ),
    );
    expect(answer.statements.map(({ support, citations }) => [support, citations])).toEqual([
      ['supported', [1]],
      ['supported', [2]],
      ['supported', [1]],
      ['supported', [3]],
    ]);
    expect(answer.citations.map(({ marker, quote, status }) => [marker, status, quote])).toEqual([
      [1, 'verified', 'The generator turns random noise into samples.'],
      [2, 'repaired', 'The cache keeps the keys and values of earlier tokens.'],
      [3, 'verified', 'Paging splits the cache into blocks of 16 tokens.'],
    ]);
    for (const { start, end, quote, uri } of answer.citations) {
      expect(notes[uri as keyof typeof notes].slice(start, end)).toBe(quote);
    }
    expect(answer.text).toBe(
      'The generator turns noise into samples. [1] The cache keeps keys and values of earlier tokens. [2] The generator makes samples from random noise. [1]\n- Blocks of 16 tokens split the cache. [3]',
    );
    expect(report.quotes).toEqual({ found: 3, repaired: 1, failed: 0 });
    expect(Object.values(report.passages)).toEqual(['chunk 1', 'chunk 2']);
  });

  it('tells pieces whose texts together are the answer, each with its new citations', async () => {
    const pieces: AnswerPiece[] = [];
    const { answer } = await write(
      scripted(
        'The generator turns noise into samples. {gan: random noise} Nothing is free. {gan: nothing}',
      ),
      { onPiece: (piece) => pieces.push(piece) },
    );
    expect(pieces).toHaveLength(2);
    expect(pieces.map(({ text }) => text).join('')).toBe(answer.text);
    expect(pieces.flatMap(({ citations }) => citations)).toEqual(answer.citations);
    expect(pieces.map(({ statement }) => statement)).toEqual(answer.statements);
  });

  it('finds a quotation in the passage it names and nowhere else', async () => {
    const { answer } = await write(
      scripted('The generator turns random noise into samples. {cache: random noise into samples}'),
    );
    expect(answer.statements[0]!.support).not.toBe('supported');
    expect(answer.citations).toMatchObject([
      { status: 'unverified', uri: 'cache.md', quote: 'random noise into samples' },
    ]);
  });

  it('gives no citation for a passage that was not shown', async () => {
    const { answer } = await write(
      scripted(
        'The generator turns random noise into samples. <cite id="zz99">random noise</cite>',
      ),
    );
    expect(answer.statements[0]).toMatchObject({ support: 'unsupported', citations: [] });
    expect(answer.citations).toEqual([]);
  });

  it.each(['<decline/>', ' <decline>', 'decline'])(
    'declines when the model says %j',
    async (reply) => {
      const { answer, declined } = await write(scripted(reply));
      expect(declined).toBe(true);
      expect(answer).toMatchObject({ status: 'declined', reason: 'weak-evidence', statements: [] });
    },
  );

  it.each(['', '  \n', '**'])('rejects the reply %j', async (reply) => {
    await expect(write(scripted(reply))).rejects.toThrow(UpstreamError);
  });

  it('drops the last sentence of a reply that was cut, and says so', async () => {
    const model = createScriptedModel(
      (request) =>
        withIds(
          'The generator turns noise into samples. {gan: random noise} The cache ke',
          request,
        ),
      { finishReason: 'length' },
    );
    const { answer, notices } = await write(model);
    expect(answer.statements).toHaveLength(1);
    expect(notices).toEqual([cutNotice]);
  });

  it('leaves the stream when the question is aborted', async () => {
    const controller = new AbortController();
    const model = createScriptedModel(
      () => 'The generator turns noise into samples.\nMore. And more.',
      { chunk: (text) => text.split('') },
    );
    const asked = write(model, {
      signal: controller.signal,
      onPiece: () => controller.abort(new Error('gone')),
    });
    await expect(asked).rejects.toThrow('gone');
    expect(model.open).toBe(0);
  });

  describe('with a repair call', () => {
    const wrong =
      'The generator turns noise into samples. {gan: turns random noise} The cache keeps keys and values. {cache: keeps the keys but} Pigs fly high. {cache: pigs fly} The generator samples. {gan: random noise}';

    it('holds back what follows a wrong quotation and releases it in order', async () => {
      const order: string[] = [];
      const model = createScriptedModel((request) => {
        if (isRepair(request)) order.push('repair');
        return withIds(
          isRepair(request) ? '1: {cache: keeps the keys and values}\n2: drop' : wrong,
          request,
        );
      });
      const { answer, report } = await write(model, {
        repair: true,
        onPiece: ({ statement }) => order.push(statement?.text ?? ''),
      });
      expect(order).toEqual([
        'The generator turns noise into samples.',
        'repair',
        'The cache keeps keys and values.',
        'The generator samples.',
      ]);
      expect(answer.statements.map(({ support }) => support)).toEqual([
        'supported',
        'supported',
        'supported',
      ]);
      expect(report.repair).toEqual({ asked: 2, mended: 1, dropped: 1, failed: false });
      expect(model.requests).toHaveLength(2);
    });

    it('keeps the flags when the second call is wrong again', async () => {
      const { answer, report } = await write(
        scripted(wrong, '1: {cache: still not there}\n2: nonsense'),
        { repair: true },
      );
      expect(answer.statements.map(({ support }) => support === 'supported')).toEqual([
        true,
        false,
        false,
        true,
      ]);
      expect(answer.citations.map(({ status }) => status)).toEqual([
        'verified',
        'unverified',
        'unverified',
      ]);
      expect(report.repair).toEqual({ asked: 2, mended: 0, dropped: 0, failed: false });
    });

    it('drops no sentence that it was not asked about', async () => {
      const mixed =
        'The generator turns noise into samples. {gan: turns random noise} Pigs fly high. {cache: pigs fly} The generator samples. {gan: random noise} Cows fly higher. {cache: cows fly} The cache keeps keys and values. {cache: keeps the keys and values}';
      const all = [1, 2, 3, 4, 5].map((number) => `${number}: drop`).join('\n');
      const { answer, report } = await write(scripted(mixed, all), { repair: true });
      expect(answer.statements.map(({ text, support }) => [support, text])).toEqual([
        ['supported', 'The generator turns noise into samples.'],
        ['supported', 'The generator samples.'],
        ['supported', 'The cache keeps keys and values.'],
      ]);
      expect(answer.citations.map(({ status }) => status)).toEqual(['verified', 'verified']);
      expect(report.repair).toEqual({ asked: 2, mended: 0, dropped: 2, failed: false });
    });

    it('keeps the right quotations of a sentence beside the one that is mended', async () => {
      const both =
        'The generator turns noise into samples. {gan: turns random noise} {cache: pigs fly} The cache keeps keys and values.{cache: keeps the keys and values}';
      const { answer, report } = await write(scripted(both, '1: {gan: tells 64 real samples}'), {
        repair: true,
      });
      expect(answer.citations.map(({ quote, status }) => [status, quote])).toEqual([
        ['verified', 'The generator turns random noise into samples.'],
        ['verified', 'The discriminator tells 64 real samples from generated ones.'],
        ['verified', 'The cache keeps the keys and values of earlier tokens.'],
      ]);
      expect(answer.statements.map(({ citations }) => citations)).toEqual([[1, 2], [3]]);
      expect(report.repair).toMatchObject({ asked: 1, mended: 1 });
    });

    it('keeps the flags when the second call fails', async () => {
      const first = scripted(wrong);
      const model: ChatModel = {
        name: 'failing',
        stream: (request) => {
          if (isRepair(request)) throw new UpstreamError('down');
          return first.stream(request);
        },
      };
      const { answer, report } = await write(model, { repair: true });
      expect(answer.statements.map(({ support }) => support === 'supported')).toEqual([
        true,
        false,
        false,
        true,
      ]);
      expect(report.repair).toEqual({ asked: 2, mended: 0, dropped: 0, failed: true });
    });

    it('makes no second call when all is found', async () => {
      const model = scripted('The generator turns noise into samples. {gan: random noise}');
      await write(model, { repair: true });
      expect(model.requests).toHaveLength(1);
    });
  });

  it('flags all altered and invented quotations and no true one, in any chunking', async () => {
    const truths = [
      'turns random noise into samples',
      'tells 64 real samples from generated ones',
      'does not converge when the discriminator wins',
      'introduced the method in 2014',
    ];
    const falsehoods = [
      'turns random noise into sample',
      'tells 6 real samples from generated ones',
      'tells 65 real samples from generated ones',
      'does converge when the discriminator wins',
      'introduced the method in 201',
      'turns samples into random noise',
      'Bengio introduced the method',
      'the keys and values of earlier tokens',
      'a quote from nowhere 🙂',
    ];
    const quote = fc.oneof(
      fc.constantFrom(...truths).map((text) => ({ text, isTrue: true })),
      fc.constantFrom(...falsehoods).map((text) => ({ text, isTrue: false })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(quote, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(1_500), { maxLength: 40 }),
        fc.nat(1_000),
        async (quotes, cuts, seed) => {
          const reply = quotes
            .map(({ text }, at) => `Claim number ${at} on 🙂 samples. {gan: ${text}}`)
            .join(' ');
          const chunk = (whole: string) => {
            const points = [...new Set(cuts.filter((at) => at < whole.length))].sort(
              (a, b) => a - b,
            );
            return [0, ...points].map((from, at) => whole.slice(from, points[at] ?? whole.length));
          };
          const model = (cut?: typeof chunk) =>
            createScriptedModel((request) => withIds(reply, request), cut ? { chunk: cut } : {});
          const { answer } = await write(model(chunk), { random: seeded(seed) });
          const byMarker = new Map(
            answer.citations.map((citation) => [citation.marker, citation.status]),
          );
          expect(answer.statements).toHaveLength(quotes.length);
          for (const [at, statement] of answer.statements.entries()) {
            const flagged = statement.citations.some(
              (marker) => byMarker.get(marker) === 'unverified',
            );
            expect(flagged).toBe(!quotes[at]!.isTrue);
            if (flagged) expect(statement.support).not.toBe('supported');
          }
          expect((await write(model(), { random: seeded(seed) })).answer).toEqual(answer);
          expect(
            (
              await write(
                model((text) => text.split('')),
                { random: seeded(seed) },
              )
            ).answer,
          ).toEqual(answer);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    'The generator competes with a critic network for better pictures [1]. It was invented by Google in 2015 [2].',
    '## Summary\n\n**GANs** are *great* models for everything [1](http://evil.example).\n\n| a | b |\n|---|---|\n| generator | noise |',
    '{"answer": "The generator makes samples quickly", "sources": [1, 2]}',
    '```json\n{"answer": "The discriminator wins"}\n```',
    '<p>The generator is a <b>transformer</b> with 64 layers.</p><script>alert(1)</script>',
    'Overfitting.',
    'The generator turns samples into random noise.',
    'The discriminator tells 65 real samples from generated ones.',
    'The discriminator does not tell 64 real samples from generated ones.',
    'Training does converge when the discriminator wins too early.',
    'Training does not converge when the generator wins too early.',
    'Bengio introduced the method in 2014.',
    'The discriminator turns random noise into samples.',
    'Does the generator turn random noise into samples?',
  ])('shows nothing of %j as supported', async (reply) => {
    const { answer } = await write(createScriptedModel(() => reply));
    expect(answer.statements.length).toBeGreaterThan(0);
    expect(answer.statements.filter(({ support }) => support === 'supported')).toEqual([]);
    expect(answer.citations).toEqual([]);
    expect(answer.text).not.toMatch(/https?:|<\/?\w|\]\(/);
  });

  it('ties plain prose to the sentence that holds all of it', async () => {
    const { answer } = await write(
      createScriptedModel(
        () =>
          'Goodfellow introduced the method in 2014 [3]. **Paging splits the cache into blocks of 16 tokens.**',
      ),
    );
    expect(answer.statements.map(({ support, citations }) => [support, citations])).toEqual([
      ['supported', [1]],
      ['supported', [2]],
    ]);
  });

  it.each([
    ['The discriminator tells 128 real samples from generated ones.', 'tells 64 real samples'],
    ['The discriminator cannot tell 64 real samples from generated ones.', 'tells 64 real samples'],
    ['Training converges when the discriminator wins too early.', 'does not converge when'],
    ['The generator tells 64 real samples from generated ones.', 'tells 64 real samples'],
    ['Bengio introduced the method in 2014.', 'introduced the method'],
    ['In 2014 the method was introduced by Yann LeCun.', 'introduced the method'],
    ['Random samples turn the generator into noise.', 'turns random noise into'],
  ])('never supports the altered %j by the true quotation %j', async (text, quote) => {
    const { answer } = await write(scripted(`${text} {gan: ${quote}}`));
    expect(answer.statements).toHaveLength(1);
    expect(answer.statements[0]!.support).not.toBe('supported');
    expect(answer.citations.map(({ status }) => status)).toEqual(['verified']);
  });
});
