/**
 * A disk in memory behind the store's port. It knows what was synced and what was not, so it can say
 * what a loss of power may leave: of unsynced writes any part, of unsynced names any subset.
 */
import type { FileSystem, ReadableFile, WritableFile } from '../../src/library/file-system.ts';

interface FileNode {
  readonly kind: 'file';
  synced: Uint8Array;
  pending: Uint8Array[];
}

interface FolderNode {
  readonly kind: 'folder';
  synced: Map<string, Node>;
  entries: Map<string, Node>;
  /** Each is one step of the disk: names that change together. */
  pending: (readonly (readonly [name: string, node: Node | undefined])[])[];
}

type Node = FileNode | FolderNode;

export class MemoryDisk implements FileSystem {
  #root: FolderNode = emptyFolder();

  makeFolder(path: string): void {
    let folder = this.#root;
    for (const name of partsOf(path)) {
      let next = folder.entries.get(name);
      if (next === undefined) {
        next = emptyFolder();
        change(folder, [[name, next]]);
      }
      if (next.kind !== 'folder') throw failure('ENOTDIR', path);
      folder = next;
    }
  }

  createFile(path: string): WritableFile {
    const [folder, name] = this.#place(path);
    if (folder.entries.has(name)) throw failure('EEXIST', path);
    const file: FileNode = { kind: 'file', synced: new Uint8Array(0), pending: [] };
    change(folder, [[name, file]]);
    return {
      write: (bytes) => void file.pending.push(bytes.slice()),
      sync: () => {
        file.synced = contentOf(file);
        file.pending = [];
      },
      size: () => contentOf(file).length,
      close: () => {},
    };
  }

  readFile(path: string): Uint8Array {
    const [folder, name] = this.#place(path);
    const node = folder.entries.get(name);
    if (node?.kind !== 'file') throw failure('ENOENT', path);
    // Whoever reads may keep it, and the disk may be changed.
    return contentOf(node).slice();
  }

  openFile(path: string): ReadableFile {
    const content = this.readFile(path);
    return {
      read: (offset, length) => {
        if (offset + length > content.length) throw failure('EIO', path);
        return content.slice(offset, offset + length);
      },
      size: () => content.length,
      close: () => {},
    };
  }

  rename(from: string, to: string): void {
    const [folder, name] = this.#place(from);
    const [target, newName] = this.#place(to);
    const node = folder.entries.get(name);
    if (node === undefined) throw failure('ENOENT', from);
    if (folder !== target) throw failure('EXDEV', to);
    change(folder, [
      [name, undefined],
      [newName, node],
    ]);
  }

  remove(path: string): void {
    const node = this.#find(path);
    if (node === undefined) return;
    if (node.kind === 'folder')
      for (const name of node.entries.keys()) this.remove(`${path}/${name}`);
    const [folder, name] = this.#place(path);
    change(folder, [[name, undefined]]);
  }

  list(path: string): string[] {
    const node = this.#find(path);
    return node?.kind === 'folder' ? [...node.entries.keys()].sort() : [];
  }

  syncFolder(path: string): void {
    const node = this.#find(path);
    if (node?.kind !== 'folder') throw failure('ENOENT', path);
    node.synced = new Map(node.entries);
    node.pending = [];
  }

  /** Puts other bytes in a file's place, as a failing disk does: nothing is there to be synced. */
  damage(path: string, bytes: Uint8Array): void {
    const [folder, name] = this.#place(path);
    const file: FileNode = { kind: 'file', synced: bytes, pending: [] };
    folder.entries.set(name, file);
    folder.synced.set(name, file);
  }

  /** One of the states that this disk may be in after a loss of power. */
  afterPowerLoss(random: () => number): MemoryDisk {
    const disk = new MemoryDisk();
    disk.#root = crashed(this.#root, random);
    return disk;
  }

  /** All paths of files, with their content. */
  files(): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    const visit = (node: Node, path: string): void => {
      if (node.kind === 'file') found.set(path, contentOf(node).slice());
      else for (const [name, inner] of node.entries) visit(inner, `${path}/${name}`);
    };
    visit(this.#root, '');
    return found;
  }

  #place(path: string): [folder: FolderNode, name: string] {
    const parts = partsOf(path);
    const name = parts.pop() ?? '';
    const folder = this.#find(parts.join('/'));
    if (folder?.kind !== 'folder') throw failure('ENOENT', path);
    return [folder, name];
  }

  #find(path: string): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const name of partsOf(path)) {
      node = node?.kind === 'folder' ? node.entries.get(name) : undefined;
    }
    return node;
  }
}

/** An error as the operating system's calls throw it. */
export function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: "${path}"`), { code, syscall: 'write' });
}

function emptyFolder(): FolderNode {
  return { kind: 'folder', synced: new Map(), entries: new Map(), pending: [] };
}

function change(folder: FolderNode, names: FolderNode['pending'][number]): void {
  apply(folder.entries, names);
  folder.pending.push(names);
}

function apply(entries: Map<string, Node>, names: FolderNode['pending'][number]): void {
  for (const [name, node] of names) {
    if (node === undefined) entries.delete(name);
    else entries.set(name, node);
  }
}

function partsOf(path: string): string[] {
  return path.split(/[/\\]/).filter((part) => part !== '');
}

function contentOf({ synced, pending }: FileNode): Uint8Array {
  return pending.length === 0 ? synced : joined([synced, ...pending]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function crashed<Kind extends Node>(node: Kind, random: () => number): Kind {
  const copy: Node = node.kind === 'file' ? crashedFile(node, random) : crashedFolder(node, random);
  return copy as Kind;
}

function crashedFolder(folder: FolderNode, random: () => number): FolderNode {
  const entries = new Map(folder.synced);
  const kept = keeping(random);
  for (const names of folder.pending) if (kept()) apply(entries, names);
  for (const [name, node] of entries) entries.set(name, crashed(node, random));
  return { kind: 'folder', synced: new Map(entries), entries, pending: [] };
}

/** Of each unsynced write all arrived, nothing, a part, or its room without its bytes. */
function crashedFile(file: FileNode, random: () => number): FileNode {
  const kept = keeping(random);
  const parts = [file.synced];
  for (const bytes of file.pending) {
    if (kept()) parts.push(bytes);
    else if (random() < 0.3) parts.push(bytes.slice(0, Math.floor(random() * bytes.length)));
    else if (random() < 0.5) parts.push(new Uint8Array(bytes.length));
  }
  return { kind: 'file', synced: joined(parts), pending: [] };
}

/** Sometimes all of them, sometimes none, else the first so many, or any. */
function keeping(random: () => number): () => boolean {
  const kind = random();
  if (kind < 0.15) return () => true;
  if (kind < 0.3) return () => false;
  if (kind < 0.5) {
    let left = Math.floor(random() * 12);
    return () => left-- > 0;
  }
  const share = random();
  return () => random() < share;
}
