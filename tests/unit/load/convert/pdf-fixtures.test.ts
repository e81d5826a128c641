import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createConverter } from '../../../../src/load/converter.ts';

/** What a fixture must give, written down from its source. */
const expectationSchema = z.strictObject({
  title: z.string().nullable(),
  pages: z.int(),
  headings: z.array(z.string()),
  /** Number of the page that the sentence begins on, and the sentence. */
  sentences: z.array(z.tuple([z.int(), z.string()])),
  absent: z.array(z.string()),
});

const folder = fileURLToPath(new URL('../../../fixtures/formats/pdf/', import.meta.url));
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));
const converter = createConverter();
const whole = { made: [0, 0] as [number, number], found: [0, 0] as [number, number] };

afterAll(() => {
  converter.close();
  for (const [kind, [found, all]] of Object.entries(whole)) {
    console.log(`Sentences whole in ${kind} PDFs: ${found} of ${all}`);
  }
});

describe('conversion of PDFs by many programs', () => {
  it.each(names)('reads %s as its source was written', async (name) => {
    const expected = expectationSchema.parse(
      JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')),
    );
    const bytes = readFileSync(`${folder}${name}.pdf`);
    const converted = await converter.convert(bytes, `${name}.pdf`, 'application/pdf');
    const pages = converted.pages ?? [];
    const texts = pages.map(({ start }) => flat(converted.text.slice(start)));
    const missing = expected.sentences.filter(([page, sentence]) => {
      const own = pages[page - 1]!;
      const at = texts[page - 1]?.indexOf(flat(sentence)) ?? -1;
      return at < 0 || at >= flat(converted.text.slice(own.start, own.end)).length;
    });
    const kind = name.startsWith('found-') ? 'found' : 'made';
    whole[kind][0] += expected.sentences.length - missing.length;
    whole[kind][1] += expected.sentences.length;
    const headings = [...converted.text.matchAll(/^#{1,6} (.+)$/gm)].map((match) => match[1]);
    expect({ missing, title: converted.title ?? null, pages: pages.length, headings }).toEqual({
      missing: [],
      title: expected.title,
      pages: expected.pages,
      headings: expected.headings,
    });
    for (const word of expected.absent) expect(flat(converted.text)).not.toContain(word);
  });
});

/** White space as one space; Markdown's escapes taken out. */
function flat(text: string): string {
  return text
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
