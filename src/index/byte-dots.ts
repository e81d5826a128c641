/**
 * Dot products of one vector with many, in 8-bit numbers, sixteen at a time: a function of WebAssembly
 * with SIMD, written out byte by byte since it is too small for a compiler among the dependencies
 * (docs/decisions/0033-exact-search.md).
 *
 * Opcodes: WebAssembly core specification 2.0, "Instructions" and "Vector Instructions".
 */

/** Rows and query are padded with zeros to a multiple of this many numbers. */
export const lanes = 16;

/** What of WebAssembly is used; the types of Node name none of its values. */
const { WebAssembly: wasm } = globalThis as unknown as {
  readonly WebAssembly: {
    validate(bytes: Uint8Array): boolean;
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
    readonly Instance: new (
      module: object,
      imports: object,
    ) => { readonly exports: Readonly<Record<string, unknown>> };
  };
};

export interface ByteDots {
  /** For the numbers of the query, 16 bits each: `width` of them. */
  readonly query: Int16Array;
  /** Row after row, `width` numbers each. */
  readonly rows: Int8Array;
  /** Dot product of each row with the query, after {@link ByteDots.run} over it. */
  readonly dots: Int32Array;
  /** Over the rows `[start, end)`. */
  run(start: number, end: number): void;
}

/** Undefined where the machine has no SIMD for WebAssembly. */
export function createByteDots(size: number, width: number): ByteDots | undefined {
  if (!wasm.validate(moduleBytes)) return undefined;
  const queryBytes = width * 2;
  const rowsAt = roundUp(queryBytes);
  const dotsAt = roundUp(rowsAt + size * width);
  const pages = Math.ceil((dotsAt + size * 4) / pageBytes);
  const memory = new wasm.Memory({ initial: pages });
  const instance = new wasm.Instance(new wasm.Module(moduleBytes), {
    own: { memory },
  });
  const dot = instance.exports['dot'] as (...places: number[]) => void;
  return {
    query: new Int16Array(memory.buffer, 0, width),
    rows: new Int8Array(memory.buffer, rowsAt, size * width),
    dots: new Int32Array(memory.buffer, dotsAt, size),
    run: (start, end) =>
      dot(0, rowsAt + start * width, rowsAt + end * width, width, dotsAt + start * 4),
  };
}

const pageBytes = 65_536;

function roundUp(bytes: number): number {
  return Math.ceil(bytes / lanes) * lanes;
}

const i32 = 0x7f;
const v128 = 0x7b;
const nothing = 0x40;
const end = 0x0b;

/** Parameters and locals of the function, by index. */
const query = 0;
const row = 1;
const rowsEnd = 2;
const width = 3;
const out = 4;
const at = 5;
const low = 6;
const high = 7;
const bytes = 8;

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const constant = (value: number) => [0x41, value];
const add = [0x6a];
const shiftLeft = [0x74];
const isBelow = [0x49];
const isNotBelow = [0x4f];
const simd = (code: number) => (code < 0x80 ? [0xfd, code] : [0xfd, code, 0x01]);
/** Aligned to 16 bytes. */
const load = (offset: number) => [...simd(0x00), 4, offset];
const extendLow = simd(0x87);
const extendHigh = simd(0x88);
const addLanes = simd(0xae);
const dotPairs = simd(0xba);
const lane = (number: number) => [...simd(0x1b), number];
const zeros = [...simd(0x0c), ...new Array<number>(16).fill(0)];
const place = [...get(query), ...get(at), ...constant(1), ...shiftLeft, ...add];

/**
 * for (; row < rowsEnd; row += width, out += 4) {
 *   low = high = 0
 *   for (at = 0; at < width; at += 16) {
 *     bytes = rows[row + at …]
 *     low += the products of the first eight with query[at …], in pairs
 *     high += those of the other eight
 *   }
 *   dots[out] = the sum of the lanes of low and high
 * }
 */
const body = [
  ...[0x02, nothing, 0x03, nothing],
  ...[...get(row), ...get(rowsEnd), ...isNotBelow, 0x0d, 1],
  ...[...zeros, ...set(low), ...zeros, ...set(high), ...constant(0), ...set(at)],
  ...[0x03, nothing],
  ...[...get(row), ...get(at), ...add, ...load(0), ...set(bytes)],
  ...[...get(low), ...get(bytes), ...extendLow, ...place, ...load(0), ...dotPairs],
  ...[...addLanes, ...set(low)],
  ...[...get(high), ...get(bytes), ...extendHigh, ...place, ...load(16), ...dotPairs],
  ...[...addLanes, ...set(high)],
  ...[...get(at), ...constant(lanes), ...add, 0x22, at, ...get(width), ...isBelow, 0x0d, 0],
  end,
  ...[...get(low), ...get(high), ...addLanes, ...set(low)],
  ...[...get(out), ...get(low), ...lane(0), ...get(low), ...lane(1), ...add],
  ...[...get(low), ...lane(2), ...add, ...get(low), ...lane(3), ...add, 0x36, 2, 0],
  ...[...get(row), ...get(width), ...add, ...set(row)],
  ...[...get(out), ...constant(4), ...add, ...set(out), 0x0c, 0],
  ...[end, end],
];

const text = (words: string) => [words.length, ...Buffer.from(words)];
/** Lengths are below 2^14: two bytes of LEB128, of which the second may be zero. */
const sized = (content: readonly number[]) => [
  (content.length & 0x7f) | 0x80,
  content.length >> 7,
  ...content,
];
const section = (id: number, content: readonly number[]) => [id, ...sized(content)];

const moduleBytes = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // Type: five numbers, no result.
  ...section(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 0]),
  ...section(2, [1, ...text('own'), ...text('memory'), 0x02, 0x00, 0]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...text('dot'), 0x00, 0]),
  ...section(10, [1, ...sized([2, 1, i32, 3, v128, ...body, end])]),
]);
