/**
 * Writes an empty object where a piece of a stream has `null` for its delta: LangChain's client leaves
 * such a piece out, and with it the reason why the reply ended. Some servers end every reply that way.
 */

const lineEnd = 10;
/** Text of a reply cannot look like it: quotation marks are escaped there. */
const nullDelta = /"delta"\s*:\s*null/g;

export interface DeltaFiller {
  /** The whole lines that are there now; undefined where the piece ends none. */
  push(piece: Uint8Array): Uint8Array | undefined;
  /** What is left after the last line. */
  end(): Uint8Array;
}

/** Passes whole lines of an event stream on as they come. */
export function createDeltaFiller(): DeltaFiller {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let held: Uint8Array[] = [];
  const lines = (last: Uint8Array) => {
    const text = decoder.decode(Buffer.concat([...held, last]));
    return encoder.encode(text.replace(nullDelta, '"delta":{}'));
  };
  return {
    push: (piece) => {
      const end = piece.lastIndexOf(lineEnd) + 1;
      const whole = end > 0 ? lines(piece.subarray(0, end)) : undefined;
      if (whole) held = [];
      if (end < piece.length) held.push(piece.subarray(end));
      return whole;
    },
    end: () => lines(new Uint8Array()),
  };
}
