import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string | Uint8Array;
  readonly content: Uint8Array | string;
  /** What the headers say of the unpacked size, where that is not the truth. */
  readonly claimedBytes?: number;
  /** Position of an earlier entry whose packed bytes this one points at. */
  readonly sameAs?: number;
  /** Unix mode, such as 0o120777 of a symbolic link. */
  readonly mode?: number;
  /** Bit 0 says that it is encrypted, bit 11 that its name is UTF-8. */
  readonly flags?: number;
}

const utf8Name = 0x800;

/** A zip archive as its entries say, truthful or not. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  const packedOf: Buffer[] = [];
  let at = 0;
  for (const [number, entry] of entries.entries()) {
    const name = Buffer.from(entry.name as string);
    const content = Buffer.from(entry.content as string);
    const shared = entry.sameAs;
    const packed = shared === undefined ? deflateRawSync(content, { level: 9 }) : packedOf[shared]!;
    packedOf[number] = packed;
    const size = entry.claimedBytes ?? content.length;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.flags ?? utf8Name, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(size, 18);
    fields.writeUInt16LE(name.length, 22);
    if (shared === undefined) {
      offsets[number] = at;
      const head = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, name, packed]);
      parts.push(head);
      at += head.length;
    } else offsets[number] = offsets[shared]!;
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(offsets[number]!, 10);
    const made = Buffer.from([20, 3]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), made, fields, rest, name]));
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length & 0xffff, 8);
  end.writeUInt16LE(entries.length & 0xffff, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, central, end]);
}
