/** A study note as the checks see it: front matter by schema, body by section. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { loadDocument } from '../../src/load/load-document.ts';
import type { ParsedDocument } from '../../src/types.ts';
import { topics } from './topics.ts';

const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
const reference = z.strictObject({
  title: z.string().min(3),
  authors: z.string().min(2),
  year: z.int().min(1900).max(2100),
  /** `arXiv:2005.11401`, `doi:10.…` or an address. */
  id: z
    .string()
    .regex(/^(?:arXiv:(?:\d{4}\.\d{4,5}|[a-z-]+\/\d{7})|doi:10\.\d{4,9}\/\S+|https:\/\/\S+)$/),
});

export const noteSchema = z.strictObject({
  title: z.string().min(3).max(90),
  topic: z.enum(topics.map(({ topic }) => topic)),
  level: z.enum(['core', 'intermediate', 'advanced']),
  updated: z.iso.date(),
  summary: z.string().min(30).max(300),
  prerequisites: z.array(slug),
  related: z.array(slug),
  references: z.array(reference),
  questions: z.record(z.string(), z.array(z.string().min(6)).min(2)).optional(),
});

export interface Note {
  readonly slug: string;
  readonly front: z.infer<typeof noteSchema>;
  readonly document: ParsedDocument;
}

export interface ReadNotes {
  readonly notes: readonly Note[];
  /** One line each, naming the note. */
  readonly findings: readonly string[];
}

/** All notes of a folder, by name; `README.md` is not one. */
export function readNotes(folder: string): ReadNotes {
  const findings: string[] = [];
  const notes: Note[] = [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  for (const name of names.sort()) {
    const bytes = readFileSync(join(folder, name));
    const document = loadDocument({ uri: name, mediaType: 'text/markdown', bytes });
    const front = noteSchema.safeParse(document.metadata);
    if (front.success) notes.push({ slug: name.replace(/\.md$/, ''), front: front.data, document });
    else findings.push(`${name}: ${z.prettifyError(front.error).replaceAll('\n', ' ')}`);
  }
  if (names.length === 0 || !existsSync(join(folder, 'README.md')))
    findings.push(`${folder}: holds no notes or no README.md`);
  return { notes, findings };
}
