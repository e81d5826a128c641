import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkNotes, nearDuplicates } from '../../scripts/corpus-check/check-notes.ts';
import { type Note, noteSchema, readNotes } from '../../scripts/corpus-check/note.ts';
import { coverageOf } from '../../scripts/corpus-check/statistics.ts';
import { loadDocument } from '../../src/load/load-document.ts';

const folder = fileURLToPath(new URL('../../corpus/', import.meta.url));

const front = `title: A note
topic: rag
level: core
updated: 2026-01-01
summary: The reader will know what a note about nothing in particular holds.
prerequisites: []
related: []
references:
  - title: A paper
    authors: Author
    year: 2020
    id: arXiv:2005.11401
questions:
  Mechanism: [How does it work, Why so]
  Symptoms and fixes: [What breaks, What helps]
  Misconceptions: [What is untrue, What do people believe]
  In an interview: [What to say, What to leave out]`;
const body = `# A note

A note is a text.

## Mechanism

A careful reader finds mistakes twice as often as a hurried one, because reading slowly gives memory time to compare every claim with earlier chapters.

## Symptoms and fixes

Nothing breaks.

## Misconceptions

- A note is not a book.

## In an interview

Notes help.
`;

function noteOf(yaml = front, text = body, slug = 'a'): Note {
  const bytes = new TextEncoder().encode(`---\n${yaml}\n---\n${text}`);
  const document = loadDocument({ uri: `${slug}.md`, mediaType: 'text/markdown', bytes });
  return { slug, front: noteSchema.parse(document.metadata), document };
}

describe('the notes', () => {
  const { notes, findings } = readNotes(folder);

  it('break no rule', () => {
    expect([...findings, ...checkNotes(notes, folder), ...nearDuplicates(notes)]).toEqual([]);
  });

  it('cover every topic', () => {
    expect(coverageOf(notes).gaps).toEqual([]);
  });
});

describe('checkNotes', () => {
  const check = (yaml: string, text: string): string[] => checkNotes([noteOf(yaml, text)], folder);

  it('accepts a sound note', () => {
    expect(check(front, body)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['a pointer to no note', front.replace('related: []', 'related: [nowhere]'), body],
    ['a paper older than its number', front.replace('year: 2020', 'year: 2010'), body],
    ['a missing section', front, body.replace('## Symptoms and fixes', '## Other')],
    ['questions for no heading', front.replace('Mechanism:', 'Machine:'), body],
    ['a misconception that agrees', front, body.replace('is not a book', 'is a book')],
    ['a misconception of two sentences', front, body.replace('a book.', 'a book. It is not.')],
    ['a dead link', front, body.replace('Notes help', '[Notes](no-such-note.md) help')],
    ['dangling pronouns', front, body.replace('Notes help', 'They help')],
  ])('finds %s', (_, yaml, text) => {
    expect(check(yaml, text).length).toBeGreaterThan(0);
  });
});

describe('nearDuplicates', () => {
  it('finds a paragraph that two notes share', () => {
    expect(nearDuplicates([noteOf(), noteOf(front, body, 'b')])).toHaveLength(1);
  });

  it('leaves one note alone', () => {
    expect(nearDuplicates([noteOf()])).toEqual([]);
  });
});

describe('coverageOf', () => {
  it('names what no note answers', () => {
    expect(coverageOf([noteOf()]).gaps).toContain('rag: nothing answers rerank');
  });
});
