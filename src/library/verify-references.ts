/** Whether the files of a generation fit each other: words and chunks, pages and texts, pointers. */
import { termsOf } from '../text/terms.ts';
import type { Span } from '../types.ts';
import { columnOf, decodeColumns, linesOf } from './columns.ts';
import { generationFiles } from './manifest.ts';
import type { StoredGeneration } from './stored-generation.ts';

/** Of what may be wrong in thousands of places, so many are named. */
const mostNamed = 5;

/** Every word of a chunk's text must lead to the chunk, and no word to a chunk that is not there. */
export function termProblems(stored: StoredGeneration): string[] {
  const file = generationFiles.terms;
  const columns = decodeColumns(stored.files.read(file), file);
  const numbers = (name: string) => columnOf(columns, name, 'u32', file);
  const offsets = numbers('offsets');
  const ordinals = numbers('ordinals');
  const scores = columnOf(columns, 'scores', 'f32', file);
  const terms = linesOf(columnOf(columns, 'terms', 'u8', file));
  const { chunks } = stored.manifest.counts;
  const isSound =
    offsets.length === terms.length + 1 &&
    offsets[0] === 0 &&
    offsets.every((offset, at) => at === 0 || offset >= offsets[at - 1]!) &&
    offsets.at(-1) === ordinals.length &&
    scores.length === ordinals.length &&
    ordinals.every((ordinal) => ordinal < chunks) &&
    scores.every((score) => score > 0 && Number.isFinite(score));
  if (!isSound)
    return [`Index file "${file}" does not fit the ${chunks} chunks of its generation.`];
  const rows = new Map(terms.map((term, at) => [term, at] as const));
  // Chunks come in ascending order, as they stand in each row: one walk through each is enough.
  const next = offsets.slice();
  const leadsTo = (term: string, ordinal: number): boolean => {
    const row = rows.get(term);
    if (row === undefined) return false;
    while (next[row]! < offsets[row + 1]! && ordinals[next[row]!]! < ordinal) {
      next[row] = next[row]! + 1;
    }
    return next[row]! < offsets[row + 1]! && ordinals[next[row]!] === ordinal;
  };
  const missing: string[] = [];
  for (const { ordinal, uri, words } of chunkWordsOf(stored)) {
    for (const term of new Set(termsOf(words))) {
      if (!leadsTo(term, ordinal))
        missing.push(`Chunk ${ordinal} of "${uri}" is not found by its word "${term}".`);
    }
  }
  return shortened(missing);
}

/** What the scores of words were made of: one frequency for each of them. */
export function countProblems(stored: StoredGeneration): string[] {
  const file = generationFiles.counts;
  // Generations that an earlier Groundwork wrote have none.
  if (stored.manifest.files[file] === undefined) return [];
  const counts = columnOf(decodeColumns(stored.files.read(file), file), 'counts', 'f32', file);
  const terms = decodeColumns(stored.files.read(generationFiles.terms), generationFiles.terms);
  const ordinals = columnOf(terms, 'ordinals', 'u32', generationFiles.terms);
  const isSound =
    counts.length === ordinals.length &&
    counts.every((count) => count > 0 && Number.isFinite(count));
  return isSound ? [] : [`Index file "${file}" does not fit the words of its generation.`];
}

/** What is said of a document must lie within its text. */
export function documentProblems(stored: StoredGeneration): string[] {
  const problems: string[] = [];
  const { counts } = stored.manifest;
  if (counts.documents !== stored.rows.length) {
    problems.push(`${stored.rows.length} documents are there, ${counts.documents} were written.`);
  }
  const seen = new Set<string>();
  for (const { id, uri, chars, sections, pages = [] } of stored.rows) {
    if (seen.has(id)) problems.push(`Document "${uri}" is there twice.`);
    seen.add(id);
    if (!areWithin(sections, chars)) problems.push(`Sections of "${uri}" do not fit its text.`);
    if (!areWithin(pages, chars)) problems.push(`Pages of "${uri}" do not fit its text.`);
  }
  return shortened(problems);
}

/** A pointer leads to chunks of the generation, and there is a vector for each. */
export function pointerProblems(stored: StoredGeneration): string[] {
  const tables = stored.vectors();
  if (tables === undefined) return [];
  const file = generationFiles.pointers;
  const columns = decodeColumns(stored.files.read(file), file);
  const first = columnOf(columns, 'firstChunk', 'u32', file);
  const end = columnOf(columns, 'endChunk', 'u32', file);
  const { chunks } = stored.manifest.counts;
  const problems: string[] = [];
  const vectors = tables.chunks.keys.length / 32;
  if (vectors !== chunks) problems.push(`There are ${vectors} vectors for ${chunks} chunks.`);
  const pointers = tables.pointers.keys.length / 32;
  if (pointers !== first.length || pointers !== end.length) {
    problems.push(`There are ${pointers} vectors for ${first.length} pointers.`);
  }
  if (!first.every((chunk, at) => chunk < end[at]! && end[at]! <= chunks)) {
    problems.push(`Index file "${file}" leads to chunks that are not there.`);
  }
  return problems;
}

function* chunkWordsOf(stored: StoredGeneration) {
  const file = generationFiles.chunks;
  const columns = decodeColumns(stored.files.read(file), file);
  const numbers = (name: string) => columnOf(columns, name, 'u32', file);
  const documents = numbers('document');
  const starts = numbers('start');
  const ends = numbers('end');
  const headings = numbers('headingLength');
  let ordinal = 0;
  for (const [at, row] of stored.rows.entries()) {
    const { text } = stored.document(row);
    for (; documents[ordinal] === at; ordinal += 1) {
      const words = text.slice(starts[ordinal]! + headings[ordinal]!, ends[ordinal]);
      yield { ordinal, uri: row.uri, words };
    }
  }
}

function areWithin(spans: readonly Span[], chars: number): boolean {
  return spans.every(
    ({ start, end }, at) => start <= end && end <= chars && start >= (spans[at - 1]?.end ?? 0),
  );
}

function shortened(problems: readonly string[]): string[] {
  const more = problems.length - mostNamed;
  return more > 0
    ? [...problems.slice(0, mostNamed), `And ${more} more of this kind.`]
    : [...problems];
}
