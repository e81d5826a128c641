/** A document as long as a book, made of the notes that ship. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { walkCorpus } from '../../src/load/walk-corpus.ts';
import type { Span } from '../../src/types.ts';

export interface LongNote {
  readonly text: string;
  /** A sentence in its middle. */
  readonly cited: Span;
}

const name = 'long.md';

/**
 * Writes one Markdown file into `folder`: notes with their headings, formulas, tables and code, one
 * after the other, without their front matter.
 *
 * @param chars least length, in UTF-16 units; it ends with a whole note
 */
export function writeLongNote(corpus: string, folder: string, chars: number): LongNote {
  const bodies: string[] = [];
  let length = 0;
  for (const { path } of walkCorpus(corpus).files) {
    if (length >= chars) break;
    const body = readFileSync(path, 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '');
    bodies.push(body);
    length += body.length;
  }
  const text = `---\ntitle: A long document\n---\n${bodies.join('\n')}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return { text, cited: sentenceBehind(text, Math.floor(text.length / 2)) };
}

/** The first sentence of the next paragraph of running words. */
function sentenceBehind(text: string, from: number): Span {
  const found = /\n\n([A-Z][a-z ,]{40,}\.)/.exec(text.slice(from));
  if (found === null) throw new Error('The notes hold no plain sentence behind their middle.');
  const start = from + found.index + 2;
  return { start, end: start + found[1]!.length };
}
