import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { chunkDocument } from '../../src/chunk/chunk-document.ts';
import { UserInputError } from '../../src/errors.ts';
import { createConverter } from '../../src/load/converter.ts';
import { loadConverted, loadDocument } from '../../src/load/load-document.ts';
import { mediaTypeOf } from '../../src/load/media-type.ts';
import { MAX_PASSAGE_CHARS } from '../../src/types.ts';
import { zipOf } from '../fakes/zip-of.ts';
import { converterChild } from './child-figures.ts';
import { mutate } from './mutate.ts';
import { hasProc } from './process-figures.ts';
import { seededRandom } from './seeded-random.ts';
import { reportFigure, reportZero, sizeOf } from './tier.ts';

const folder = fileURLToPath(new URL('../fixtures/formats/', import.meta.url));
const mutantsOfFormat = sizeOf(300, 20_000);
/** Fixtures above are left out, so that most of the time goes into reading. */
const largestSeed = 120_000;
/** Longer is a hang: the watchdog must have ended it. */
const hangMs = 15_000;
const formats = ['html', 'csv', 'pdf', 'docx', 'pptx', 'epub', 'ipynb', 'text', 'zip'];

function seedsOf(format: string): { name: string; bytes: Buffer }[] {
  try {
    return readdirSync(folder + format)
      .filter((name) => name !== 'README.md')
      .map((name) => ({ name, bytes: readFileSync(`${folder}${format}/${name}`) }))
      .filter(({ bytes }) => bytes.length > 0 && bytes.length < largestSeed);
  } catch {
    return [];
  }
}

describe('files with faults', () => {
  const converter = createConverter();
  let restarts = 0;
  afterAll(() => {
    converter.close();
    reportFigure({
      figure: 'Child processes that were replaced during the mutants',
      asked: 'any',
      measured: String(restarts),
    });
  });

  it.each(formats)('of the format %s are read or refused', async (format) => {
    const seeds = seedsOf(format);
    if (seeds.length === 0) return;
    const random = seededRandom(20_261 + formats.indexOf(format));
    const faults: string[] = [];
    let child = hasProc ? converterChild() : undefined;
    for (let number = 0; number < mutantsOfFormat; number += 1) {
      const { name } = seeds[Math.floor(random() * seeds.length)]!;
      const alike = seeds.filter((seed) => extname(seed.name) === extname(name));
      const bytes = mutate(
        alike.map((seed) => seed.bytes),
        random,
      );
      const started = performance.now();
      const fault = await (format === 'zip'
        ? faultOfArchive(bytes, name)
        : faultOfDocument(bytes, name));
      if (fault !== undefined) faults.push(`${number}: ${fault}`);
      if (performance.now() - started > hangMs) faults.push(`${number}: hung`);
      const now = hasProc ? converterChild() : undefined;
      if (now !== child) restarts += 1;
      child = now;
    }
    reportZero({
      what: `Mutants of ${format} that were neither read nor refused`,
      n: mutantsOfFormat,
      failures: faults.length,
    });
    expect(faults).toEqual([]);
  });

  async function faultOfDocument(bytes: Buffer, name: string): Promise<string | undefined> {
    try {
      const converted = await converter.convert(bytes, name, mediaTypeOf(name));
      const original = { sha256: '', converter: 1 };
      const document = loadConverted({ uri: name, ...converted, original });
      const tooLong = chunkDocument(document).find(({ text }) => text.length > MAX_PASSAGE_CHARS);
      return tooLong && `a chunk of ${tooLong.text.length} characters`;
    } catch (error) {
      return error instanceof UserInputError ? undefined : String(error);
    }
  }

  async function faultOfArchive(bytes: Buffer, name: string): Promise<string | undefined> {
    try {
      const entries = await converter.list(bytes, name);
      const names = [...new Set(entries.slice(0, 50).map((entry) => entry.name))];
      const leadsOut = names.find((entry) =>
        /^[/\\]|^[a-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/i.test(entry),
      );
      if (leadsOut !== undefined) return `the name "${leadsOut}" leads out`;
      const files = await converter.extract(bytes, name, names);
      return files.size === names.length ? undefined : 'a file is missing';
    } catch (error) {
      return error instanceof UserInputError ? undefined : String(error);
    }
  }
});

describe('notes with faults', () => {
  it('are read or refused, in chunks that fit', () => {
    const corpus = fileURLToPath(new URL('../../corpus/', import.meta.url));
    const notes = readdirSync(corpus)
      .filter((name) => name.endsWith('.md'))
      .map((name) => readFileSync(corpus + name));
    const random = seededRandom(99);
    const faults: string[] = [];
    for (let number = 0; number < mutantsOfFormat; number += 1) {
      const bytes = mutate(notes, random);
      try {
        const document = loadDocument({ uri: 'mutant.md', mediaType: 'text/markdown', bytes });
        const tooLong = chunkDocument(document).find(({ text }) => text.length > MAX_PASSAGE_CHARS);
        if (tooLong) faults.push(`${number}: a chunk of ${tooLong.text.length} characters`);
      } catch (error) {
        if (!(error instanceof UserInputError)) faults.push(`${number}: ${error}`);
      }
    }
    reportZero({
      what: 'Mutants of Markdown that were neither read nor refused',
      n: mutantsOfFormat,
      failures: faults.length,
    });
    expect(faults).toEqual([]);
  });
});

describe('packed parts with faults', () => {
  const converter = createConverter();
  afterAll(() => converter.close());

  // A fault in packed bytes rarely gets past the unpacking: here the parts themselves are changed.
  it.each([
    ['docx', 'word/document.xml', '[Content_Types].xml'],
    ['pptx', 'ppt/slides/slide1.xml', 'ppt/presentation.xml'],
    ['epub', 'META-INF/container.xml', 'mimetype'],
  ])('of the format %s are read or refused', async (format, part, other) => {
    const faults: string[] = [];
    const random = seededRandom(7 + part.length);
    const packages: Map<string, Buffer>[] = [];
    for (const { bytes, name } of seedsOf(format)) {
      const entries = await converter.list(bytes, name).catch(() => []);
      const names = entries.filter(
        (entry) => /\.(?:xml|rels|x?html|opf)$/.test(entry.name) || entry.name === other,
      );
      const files = await converter
        .extract(
          bytes,
          name,
          names.map((entry) => entry.name),
        )
        .catch(() => new Map());
      const parts = new Map<string, Buffer>();
      for (const [path, content] of files) {
        if (content instanceof Uint8Array) parts.set(path, Buffer.from(content));
      }
      if (parts.has(part)) packages.push(parts);
    }
    expect(packages.length).toBeGreaterThan(2);
    for (let number = 0; number < mutantsOfFormat; number += 1) {
      const chosen = packages[Math.floor(random() * packages.length)]!;
      const paths = [...chosen.keys()].filter(
        (path) => !/theme|styles|fontTable|slideLayout|slideMaster/.test(path),
      );
      const changed = random() < 0.5 ? part : paths[Math.floor(random() * paths.length)]!;
      const entries = [...chosen].map(([name, content]) => ({
        name,
        content: name === changed ? mutate([content], random) : content,
      }));
      const name = `mutant.${format}`;
      try {
        await converter.convert(zipOf(entries), name, mediaTypeOf(name));
      } catch (error) {
        if (!(error instanceof UserInputError)) faults.push(`${number}: ${error}`);
      }
    }
    reportZero({
      what: `Mutants of the parts of ${format} that were neither read nor refused`,
      n: mutantsOfFormat,
      failures: faults.length,
    });
    expect(faults).toEqual([]);
  });
});
