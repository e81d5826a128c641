/**
 * Files on their way into the library, one after the other. They live outside the views, so that
 * looking at a document does not end an upload.
 */
import { useSyncExternalStore } from 'react';
import { sendFile } from '../api/send-file.ts';
import { createListeners } from '../ui/listeners.ts';

export interface AddedFile {
  readonly id: number;
  readonly name: string;
  readonly state: 'waiting' | 'sending' | 'kept' | 'refused';
  /** How much of it has gone, 0 to 1. */
  readonly share: number;
  /** What the document is called, once the file is kept. */
  readonly uri?: string;
  /** Why it is not kept, in words to show. */
  readonly refusal?: string;
}

let files: readonly AddedFile[] = [];
const queue: { readonly id: number; readonly file: File; readonly onKept: () => void }[] = [];
const stops = new Map<number, AbortController>();
const { subscribe, tell } = createListeners();
let latest = 0;
let isWorking = false;

export function useAddedFiles(): readonly AddedFile[] {
  return useSyncExternalStore(subscribe, () => files);
}

/** @param onKept told after each file that the server has taken */
export function addFiles(chosen: readonly File[], onKept: () => void): void {
  for (const file of chosen) {
    latest += 1;
    show([...files, { id: latest, name: file.name, state: 'waiting', share: 0 }]);
    queue.push({ id: latest, file, onKept });
  }
  void work();
}

/** Shows what was dropped and cannot be sent. */
export function refuseFile(name: string, refusal: string): void {
  latest += 1;
  show([...files, { id: latest, name, state: 'refused', share: 0, refusal }]);
}

/** Ends its upload, or takes it from those that wait. */
export function stopAdding(id: number): void {
  const at = queue.findIndex((one) => one.id === id);
  if (at !== -1) queue.splice(at, 1);
  stops.get(id)?.abort(new Error('Stopped.'));
  show(files.filter((one) => one.id !== id));
}

/** Lets go of all that have come to an end. */
export function forgetAdded(): void {
  show(files.filter(({ state }) => state === 'waiting' || state === 'sending'));
}

async function work(): Promise<void> {
  if (isWorking) return;
  isWorking = true;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { id, file, onKept } = next;
    const stop = new AbortController();
    stops.set(id, stop);
    change(id, { state: 'sending' });
    try {
      const uri = await sendFile(file, (share) => change(id, { share }), stop.signal);
      change(id, { state: 'kept', share: 1, uri });
      onKept();
    } catch (error) {
      const refusal = error instanceof Error ? error.message : String(error);
      change(id, { state: 'refused', refusal });
    }
    stops.delete(id);
  }
  isWorking = false;
}

function change(id: number, part: Partial<AddedFile>): void {
  show(files.map((one) => (one.id === id ? { ...one, ...part } : one)));
}

function show(next: readonly AddedFile[]): void {
  files = next;
  tell();
}
