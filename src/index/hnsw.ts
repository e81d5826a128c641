/**
 * The only importer of hnswlib-node. Its addon answers bad input with wrong results or a crash of the
 * whole process, so every vector is checked before it goes in, and a file is read only when its
 * checksum is the one that was taken when it was written (docs/decisions/0006-native-index.md).
 */
import type { HierarchicalNSW } from 'hnswlib-node';

export type Hnswlib = typeof import('hnswlib-node');
export type { HierarchicalNSW };

/** The addon, or undefined where it is not installed or was not built. */
export async function loadHnswlib(): Promise<Hnswlib | undefined> {
  try {
    const addon = await import('hnswlib-node');
    return addon.default ?? addon;
  } catch {
    return undefined;
  }
}
