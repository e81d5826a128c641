/**
 * Writes an empty object where a piece of a stream has `null` for its delta: LangChain's client leaves
 * such a piece out, and with it the reason why the reply ended. Some servers end every reply that way.
 */

const lineEnd = 10;
/** Text of a reply cannot look like it: quotation marks are escaped there. */
const nullDelta = /"delta"\s*:\s*null/g;

/** Passes whole lines of an event stream on as they come. */
export function fillDeltas(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let held: Uint8Array[] = [];
  const lines = (last: Uint8Array) => {
    const text = decoder.decode(Buffer.concat([...held, last]));
    return encoder.encode(text.replace(nullDelta, '"delta":{}'));
  };
  return new TransformStream({
    transform: (piece, controller) => {
      const end = piece.lastIndexOf(lineEnd) + 1;
      if (end > 0) {
        controller.enqueue(lines(piece.subarray(0, end)));
        held = [];
      }
      if (end < piece.length) held.push(piece.subarray(end));
    },
    flush: (controller) => controller.enqueue(lines(new Uint8Array())),
  });
}
