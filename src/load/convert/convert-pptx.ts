/** Slides: their titles as headings, their text as lists, tables as tables, then the speaker's notes. */
import { posix } from 'node:path';
import { UserInputError } from '../../errors.ts';
import type { Convert } from './contract.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { tableOf } from './markdown-table.ts';
import { pageMark, readPages, withoutMarks } from './page-marks.ts';
import { parseXml } from './parse-xml.ts';
import { readCoreProperties } from './read-core-properties.ts';
import { readEntries } from './unzip.ts';

type XmlElement = ReturnType<ReturnType<typeof parseXml>['getElementsByTagName']>[number];

const wanted = /^(?:ppt\/(?:presentation|slides\/|notesSlides\/|_rels\/)|docProps\/core)/;

export const convertPptx: Convert = async (bytes) => {
  const files = await readEntries(bytes, (name) => wanted.test(name));
  const { title, metadata } = readCoreProperties(files);
  const order = relationsOf(files, 'ppt/presentation.xml');
  const slides: string[] = [];
  for (const slide of xmlOf(files, 'ppt/presentation.xml').getElementsByTagName('p:sldId')) {
    const path = order.get(slide.getAttribute('r:id') ?? '')?.path;
    if (path === undefined || !files.has(path)) continue;
    slides.push(`${pageMark}${withoutMarks(readSlide(files, path, slides.length + 1))}`);
  }
  if (slides.length === 0) throw new UserInputError('is a presentation without a slide');
  return {
    ...readPages(`${slides.join('\n\n')}\n`, []),
    ...(title && { title }),
    metadata,
    notices: [],
  };
};

function readSlide(files: ReadonlyMap<string, Uint8Array>, path: string, number: number): string {
  const slide = xmlOf(files, path);
  let heading: string | undefined;
  const parts: string[] = [];
  for (const shape of slide.getElementsByTagName('p:sp')) {
    const kind = shape.getElementsByTagName('p:ph')[0]?.getAttribute('type');
    if (kind === 'title' || kind === 'ctrTitle') heading ??= joinedText(shape);
    else if (kind !== 'sldNum' && kind !== 'dt' && kind !== 'ftr') parts.push(listOf(shape));
  }
  for (const table of slide.getElementsByTagName('a:tbl')) {
    const rows = [...table.getElementsByTagName('a:tr')].map((row) =>
      [...row.getElementsByTagName('a:tc')].map(joinedText),
    );
    const [header = [], ...body] = rows;
    parts.push(tableOf(header, body).trimEnd());
  }
  const notes = [...relationsOf(files, path).values()].find(({ type }) => type === 'notesSlide');
  if (notes && files.has(notes.path)) parts.push(notesOf(xmlOf(files, notes.path)));
  return [`## ${escapeMarkdown(heading || `Slide ${number}`)}`, ...parts]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** One paragraph stands as it is; several are a list, nested as the slide has them. */
function listOf(shape: XmlElement): string {
  const paragraphs = [...shape.getElementsByTagName('a:p')].flatMap((paragraph) => {
    const text = runsOf(paragraph);
    const level = Number(paragraph.getElementsByTagName('a:pPr')[0]?.getAttribute('lvl') ?? 0);
    return text === '' ? [] : [{ text: escapeMarkdown(text), level }];
  });
  const [only, ...more] = paragraphs;
  if (only === undefined) return '';
  if (more.length === 0) return only.text;
  return paragraphs.map(({ text, level }) => `${'  '.repeat(level)}- ${text}`).join('\n');
}

function notesOf(notes: ReturnType<typeof parseXml>): string {
  const body = [...notes.getElementsByTagName('p:sp')].find(
    (shape) => shape.getElementsByTagName('p:ph')[0]?.getAttribute('type') === 'body',
  );
  if (body === undefined) return '';
  return [...body.getElementsByTagName('a:p')]
    .map((paragraph) => escapeMarkdown(runsOf(paragraph)))
    .filter((text) => text !== '')
    .join('\n\n');
}

function joinedText(element: XmlElement): string {
  return [...element.getElementsByTagName('a:p')].map(runsOf).join(' ').trim();
}

function runsOf(paragraph: XmlElement): string {
  const runs = [...paragraph.getElementsByTagName('*')].flatMap(({ tagName, textContent }) =>
    tagName === 'a:t' ? [textContent ?? ''] : tagName === 'a:br' ? [' '] : [],
  );
  return runs.join('').replace(/\s+/g, ' ').trim();
}

function relationsOf(files: ReadonlyMap<string, Uint8Array>, path: string) {
  const bytes = files.get(posix.join(posix.dirname(path), '_rels', `${posix.basename(path)}.rels`));
  const relations = new Map<string, { path: string; type: string }>();
  if (bytes === undefined) return relations;
  for (const relation of parseXml(bytes).getElementsByTagName('Relationship')) {
    const target = relation.getAttribute('Target') ?? '';
    relations.set(relation.getAttribute('Id') ?? '', {
      path: target.startsWith('/')
        ? target.slice(1)
        : posix.normalize(posix.join(posix.dirname(path), target)),
      type: posix.basename(relation.getAttribute('Type') ?? ''),
    });
  }
  return relations;
}

function xmlOf(files: ReadonlyMap<string, Uint8Array>, path: string) {
  const bytes = files.get(path);
  if (bytes === undefined) throw new UserInputError('is a presentation whose parts are missing');
  return parseXml(bytes);
}
