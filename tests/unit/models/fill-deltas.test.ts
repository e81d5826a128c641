import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillDeltas } from '../../../src/models/fill-deltas.ts';

async function filled(text: string, cuts: readonly number[] = []): Promise<string> {
  const bytes = Buffer.from(text);
  const points = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  const pieces = points.slice(1).map((end, at) => bytes.subarray(points[at], end));
  return new Response(ReadableStream.from(pieces).pipeThrough(fillDeltas())).text();
}

const reply = [
  'data: {"choices":[{"delta":{"content":"Grüße 🙂"},"finish_reason":null}]}',
  'data: {"choices":[{"index":0,"delta" : null,"finish_reason":"stop"}]}',
].join('\n\n');

describe('fillDeltas', () => {
  it('puts an object in the place of null, however the bytes are cut', async () => {
    const bytes = Buffer.byteLength(reply);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes), { maxLength: 6 }), async (cuts) => {
        expect(await filled(reply, cuts)).toBe(reply.replace('"delta" : null', '"delta":{}'));
      }),
    );
  });

  it('changes nothing that a reply says', async () => {
    const said = `data: ${JSON.stringify({ delta: { content: '{"delta":null} "delta": null' } })}\n`;
    expect(await filled(said)).toBe(said);
  });

  it('passes a line on before the next one comes', async () => {
    const stream = fillDeltas();
    const writer = stream.writable.getWriter();
    const reader = stream.readable.getReader();
    void writer.write(Buffer.from('data: 1\n\ndata: '));
    const first = await reader.read();
    expect(new TextDecoder().decode(first.value)).toBe('data: 1\n\n');
    await writer.abort();
  });
});
