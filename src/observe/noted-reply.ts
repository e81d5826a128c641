/** What later parts say of a reply for the log: the code of its error, and why its stream was cut. */
import type { ServerResponse } from 'node:http';
import type { StreamCut } from './metrics.ts';

interface Note {
  code?: string;
  cut?: StreamCut;
}

const notes = new WeakMap<ServerResponse, Note>();

/** @param code of the error that the reply tells */
export function noteCode(response: ServerResponse, code: string): void {
  notes.set(response, { ...notes.get(response), code });
}

/** To be called before the connection is ended. */
export function noteCut(response: ServerResponse, cut: StreamCut): void {
  notes.set(response, { ...notes.get(response), cut });
}

export function noteOf(response: ServerResponse): Readonly<Note> {
  return notes.get(response) ?? {};
}
