import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDeltaFiller } from '../../../src/models/fill-deltas.ts';

function filled(text: string, cuts: readonly number[] = []): string {
  const bytes = Buffer.from(text);
  const points = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  const pieces = points.slice(1).map((end, at) => bytes.subarray(points[at], end));
  const filler = createDeltaFiller();
  const told = pieces.flatMap((piece) => filler.push(piece) ?? []);
  return Buffer.concat([...told, filler.end()]).toString('utf8');
}

const reply = [
  'data: {"choices":[{"delta":{"content":"Grüße 🙂"},"finish_reason":null}]}',
  'data: {"choices":[{"index":0,"delta" : null,"finish_reason":"stop"}]}',
].join('\n\n');

describe('createDeltaFiller', () => {
  it('puts an object in the place of null, however the bytes are cut', () => {
    const bytes = Buffer.byteLength(reply);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes), { maxLength: 6 }), (cuts) => {
        expect(filled(reply, cuts)).toBe(reply.replace('"delta" : null', '"delta":{}'));
      }),
    );
  });

  it('changes nothing that a reply says', () => {
    const said = `data: ${JSON.stringify({ delta: { content: '{"delta":null} "delta": null' } })}\n`;
    expect(filled(said)).toBe(said);
  });

  it('passes a line on before the next one comes', () => {
    const filler = createDeltaFiller();
    expect(Buffer.from(filler.push(Buffer.from('data: 1\n\ndata: '))!).toString()).toBe(
      'data: 1\n\n',
    );
    expect(filler.push(Buffer.from('2'))).toBeUndefined();
    expect(Buffer.from(filler.end()).toString()).toBe('data: 2');
  });
});
