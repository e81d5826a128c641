/**
 * Named typed arrays in one file: a JSON header of names, types and lengths, then the arrays, each
 * at a multiple of 8 bytes. Numbers are little-endian.
 */
import { z } from 'zod';
import { IndexCorruptError } from '../errors.ts';

export type Column = Uint8Array | Uint32Array | Float32Array;
export type Columns = Readonly<Record<string, Column>>;

const constructors = { u8: Uint8Array, u32: Uint32Array, f32: Float32Array } as const;
const headerSchema = z.array(z.tuple([z.string(), z.enum(['u8', 'u32', 'f32']), z.int().min(0)]));

/** The parts of the file, in order. */
export function encodeColumns(columns: Columns): Uint8Array[] {
  const header = Object.entries(columns).map(([name, column]) => [
    name,
    typeOf(column),
    column.length,
  ]);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(0, text.length, true);
  const parts = [length, padded(text)];
  for (const column of Object.values(columns)) {
    parts.push(padded(new Uint8Array(column.buffer, column.byteOffset, column.byteLength)));
  }
  return parts;
}

/** Where a column stands in its file, in bytes from its start. */
export interface ColumnPlace {
  readonly type: keyof typeof constructors;
  readonly at: number;
  /** Numbers, not bytes. */
  readonly length: number;
}

/**
 * The places of a file's columns, from its header alone.
 *
 * @param bytes its length
 * @param read gives the bytes of a range
 * @throws IndexCorruptError when the file is none that `encodeColumns` made
 */
export function locateColumns(
  bytes: number,
  read: (at: number, length: number) => Uint8Array,
  file: string,
): ReadonlyMap<string, ColumnPlace> {
  const broken = (cause?: unknown): IndexCorruptError =>
    new IndexCorruptError(`Index file "${file}" cannot be read; run npm run ingest -- --rebuild.`, {
      cause,
    });
  try {
    const start = read(0, 8);
    const length = new DataView(start.buffer, start.byteOffset, 8).getUint32(0, true);
    const header = headerSchema.parse(JSON.parse(new TextDecoder().decode(read(8, length))));
    let at = 8 + roundUp(length);
    const places = new Map<string, ColumnPlace>();
    for (const [name, type, count] of header) {
      places.set(name, { type, at, length: count });
      at += roundUp(count * constructors[type].BYTES_PER_ELEMENT);
    }
    if (at !== bytes) throw broken();
    return places;
  } catch (cause) {
    throw cause instanceof IndexCorruptError ? cause : broken(cause);
  }
}

/**
 * @param bytes a file that `encodeColumns` made, its checksum already verified
 * @throws IndexCorruptError naming `file` when it is none
 */
export function decodeColumns(bytes: Uint8Array, file: string): Columns {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const places = locateColumns(
    aligned.length,
    (at, length) => aligned.subarray(at, at + length),
    file,
  );
  const columns: Record<string, Column> = {};
  for (const [name, { type, at, length }] of places) {
    columns[name] = new constructors[type](
      aligned.buffer as ArrayBuffer,
      aligned.byteOffset + at,
      length,
    );
  }
  return columns;
}

/** The column of that name and type, or an IndexCorruptError. */
export function columnOf<Type extends keyof typeof constructors>(
  columns: Columns,
  name: string,
  type: Type,
  file: string,
): InstanceType<(typeof constructors)[Type]> {
  const column = columns[name];
  if (!(column instanceof constructors[type])) {
    throw new IndexCorruptError(
      `Index file "${file}" lacks column "${name}"; run npm run ingest -- --rebuild.`,
    );
  }
  return column as InstanceType<(typeof constructors)[Type]>;
}

/** The lines of a column of text: `[]` for an empty one. */
export function linesOf(bytes: Uint8Array): string[] {
  const text = new TextDecoder().decode(bytes);
  return text === '' ? [] : text.split('\n');
}

function typeOf(column: Column): keyof typeof constructors {
  if (column instanceof Float32Array) return 'f32';
  return column instanceof Uint32Array ? 'u32' : 'u8';
}

function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 8 === 0) return bytes;
  const whole = new Uint8Array(roundUp(bytes.length));
  whole.set(bytes);
  return whole;
}

function roundUp(length: number): number {
  return Math.ceil(length / 8) * 8;
}
