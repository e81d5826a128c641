/** Tables: how much there is to read, and what of each topic is covered. */
import { chunkDocument } from '../../src/chunk/chunk-document.ts';
import { sentencesOf } from '../../src/text/sentences.ts';
import { wordsOf } from '../../src/text/terms.ts';
import type { Note } from './note.ts';
import { topics } from './topics.ts';

const wordsPerMinute = 220;

export interface NoteStatistics {
  readonly slug: string;
  readonly words: number;
  readonly wordsPerSentence: number;
  readonly chunks: number;
  readonly keys: number;
  /** Median share of a key's words that stand in its section's text, 0 to 1. */
  readonly keyOverlap: number;
}

export function statisticsOf({ slug, document }: Note): NoteStatistics {
  const body = document.text.slice(document.sections[0]?.start ?? 0);
  const words = wordsOf(body).length;
  const prose = sentencesOf(body).filter(({ block }) => block === 'paragraph' || block === 'item');
  const proseWords = prose.reduce(
    (sum, { start, end }) => sum + wordsOf(body.slice(start, end)).length,
    0,
  );
  const overlaps = document.sections.flatMap(({ start, end, keys }) => {
    const own = new Set(wordsOf(document.text.slice(start, end)));
    return keys.map((key) => {
      const asked = wordsOf(key);
      return asked.filter((word) => own.has(word)).length / Math.max(asked.length, 1);
    });
  });
  return {
    slug,
    words,
    wordsPerSentence: proseWords / Math.max(prose.length, 1),
    chunks: chunkDocument(document).length,
    keys: overlaps.length,
    keyOverlap: overlaps.sort((left, right) => left - right)[Math.floor(overlaps.length / 2)] ?? 0,
  };
}

export function statisticsTable(notes: readonly Note[]): string {
  const rows = notes.map(statisticsOf);
  const total = (of: (row: NoteStatistics) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0);
  return [
    '| note | words | minutes | words a sentence | chunks | keys | key words in text |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ slug, words, wordsPerSentence, chunks, keys, keyOverlap }) =>
        `| ${slug} | ${words} | ${Math.round(words / wordsPerMinute)} | ${wordsPerSentence.toFixed(1)} | ${chunks} | ${keys} | ${keyOverlap.toFixed(2)} |`,
    ),
    `| ${rows.length} notes | ${total((row) => row.words)} | ${Math.round(total((row) => row.words) / wordsPerMinute)} | | ${total((row) => row.chunks)} | ${total((row) => row.keys)} | |`,
  ].join('\n');
}

export interface Coverage {
  readonly table: string;
  readonly gaps: readonly string[];
}

/** A topic needs a note of its own for every 12 questions asked, and each of its matters somewhere. */
export function coverageOf(notes: readonly Note[]): Coverage {
  const places = notes.map(({ document }) =>
    document.sections.flatMap(({ headingPath, keys }) => [headingPath.at(-1) ?? '', ...keys]),
  );
  const all = places.flat();
  const gaps: string[] = [];
  const lines = topics
    .filter(({ asked }) => asked > 0)
    .map(({ topic, asked, core, matters }) => {
      const own = notes.filter(({ front }) => front.topic === topic);
      const missing = matters.filter((matter) => !all.some((place) => matter.test(place)));
      for (const matter of missing) gaps.push(`${topic}: nothing answers ${matter.source}`);
      if (own.length < asked / 12)
        gaps.push(`${topic}: ${own.length} notes for ${asked} questions`);
      return `| ${topic} | ${asked} (${core}) | ${own.length} | ${matters.length - missing.length} of ${matters.length} |`;
    });
  const table = [
    '| topic | asked (core) | notes | matters covered |',
    '| --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
  return { table, gaps };
}
