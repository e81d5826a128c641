/**
 * Questions and the texts that answer them, for `models/minilm-l6-study/fine-tune.py`: those that the
 * notes list, and headings of openly licensed documentation with the sections below them.
 *
 * `tsx scripts/export-training-pairs.ts OUT.json [FOLDER_OF_MARKDOWN …]`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chunkDocument } from '../src/chunk/chunk-document.ts';
import { embeddedText } from '../src/chunk/embedded-text.ts';
import { loadDocument } from '../src/load/load-document.ts';
import { walkCorpus } from '../src/load/walk-corpus.ts';
import type { Chunk, ParsedDocument } from '../src/types.ts';

const minTextChars = 200;
const [out, ...folders] = process.argv.slice(2);
const texts: { source: string; uri: string; section: string; text: string }[] = [];
const pairs: {
  source: string;
  uri: string;
  topic: string;
  question: string;
  positives: number[];
}[] = [];

function addSections(
  source: 'notes' | 'docs',
  folder: string,
  uri: string,
  topic: string,
  textOf: (document: ParsedDocument, chunk: Chunk) => string,
  questionsOf: (document: ParsedDocument, sectionOrdinal: number) => readonly string[],
): void {
  const bytes = readFileSync(`${folder}/${uri}`);
  const document = loadDocument({ uri, mediaType: 'text/markdown', bytes });
  const chunks = chunkDocument(document);
  for (const sectionOrdinal of document.sections.keys()) {
    const positives = chunks
      .filter((chunk) => chunk.sectionOrdinal === sectionOrdinal)
      .map((chunk) => textOf(document, chunk))
      .filter((text) => source === 'notes' || text.length >= minTextChars)
      .map((text) => texts.push({ source, uri, section: `${uri}#${sectionOrdinal}`, text }) - 1);
    if (positives.length === 0) continue;
    for (const question of questionsOf(document, sectionOrdinal))
      pairs.push({ source, uri, topic, question, positives });
  }
}

const corpus = fileURLToPath(new URL('../corpus', import.meta.url));
for (const { uri } of walkCorpus(corpus).files) {
  const topic = /^topic: (.*)$/m.exec(readFileSync(`${corpus}/${uri}`, 'utf8'))?.[1] ?? '';
  addSections(
    'notes',
    corpus,
    uri,
    topic,
    embeddedText,
    (document, at) => document.sections[at]!.keys,
  );
}
for (const folder of folders) {
  for (const { uri, mediaType } of walkCorpus(folder).files) {
    if (mediaType !== 'text/markdown') continue;
    const withoutHeadings = (document: ParsedDocument, chunk: Chunk): string =>
      `${document.title}\n${chunk.text.slice(chunk.headingLength).trim()}`;
    addSections('docs', folder, uri, folder, withoutHeadings, (document, at) => {
      const heading = (document.sections[at]!.headingPath.at(-1) ?? '').replace(/[`*]/g, '');
      return heading.split(/\s+/).length >= 2 ? [heading] : [];
    });
  }
}
if (out === undefined) throw new Error('Name the file to write.');
writeFileSync(out, JSON.stringify({ texts, pairs }));
console.log(`${texts.length} texts, ${pairs.length} questions.`);
