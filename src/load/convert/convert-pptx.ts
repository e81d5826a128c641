/** Slides: their titles as headings, their text as lists, tables as tables, then the speaker's notes. */
import { posix } from 'node:path';
import { UserInputError } from '../../errors.ts';
import type { Convert } from './contract.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { tableOf } from './markdown-table.ts';
import { ommlToTex } from './omml-to-tex.ts';
import { pageMark, readPages, withoutMarks } from './page-marks.ts';
import { descendants, parseXml, textOf, type XmlElement } from './parse-xml.ts';
import { readCoreProperties } from './read-core-properties.ts';
import { readEntries } from './unzip.ts';

const wanted = /^(?:ppt\/(?:presentation|slides\/|notesSlides\/|_rels\/)|docProps\/core)/;

export const convertPptx: Convert = async (bytes) => {
  const files = await readEntries(bytes, (name) => wanted.test(name) && !name.includes('/media/'));
  const { title, metadata } = readCoreProperties(files);
  const order = relationsOf(files, 'ppt/presentation.xml');
  const slides: string[] = [];
  let hasWords = false;
  for (const slide of descendants(xmlOf(files, 'ppt/presentation.xml'), 'sldId')) {
    const path = order.get(slide.attributes.get('r:id') ?? '')?.path;
    if (path === undefined || !files.has(path)) continue;
    const { heading, parts } = readSlide(files, path);
    hasWords ||= heading !== '' || parts.length > 0;
    const lines = [`## ${heading || `Slide ${slides.length + 1}`}`, ...parts];
    slides.push(`${pageMark}${withoutMarks(lines.join('\n\n'))}`);
  }
  if (slides.length === 0) throw new UserInputError('is a presentation without a slide');
  if (!hasWords) throw new UserInputError('is a presentation without words');
  return {
    ...readPages(`${slides.join('\n\n')}\n`, []),
    ...(title && { title }),
    metadata,
    notices: [],
  };
};

function readSlide(files: ReadonlyMap<string, Uint8Array>, path: string) {
  let heading = '';
  const parts: string[] = [];
  const visit = (shape: XmlElement) => {
    for (const child of shape.children) {
      if (typeof child === 'string') continue;
      if (child.name === 'sp') {
        const kind = kindOf(child);
        if (heading === '' && (kind === 'title' || kind === 'ctrTitle')) {
          heading = escapeMarkdown(joinedText(child));
        } else if (kind !== 'sldNum' && kind !== 'dt' && kind !== 'ftr') parts.push(listOf(child));
      } else if (child.name === 'tbl') parts.push(tableIn(child));
      // What stands for older programs says the same again.
      else if (child.name !== 'Fallback') visit(child);
    }
  };
  visit(xmlOf(files, path));
  const notes = [...relationsOf(files, path).values()].find(({ type }) => type === 'notesSlide');
  if (notes && files.has(notes.path)) parts.push(notesOf(xmlOf(files, notes.path)));
  return { heading, parts: parts.filter((part) => part !== '') };
}

function kindOf(shape: XmlElement): string | undefined {
  return descendants(shape, 'ph')[0]?.attributes.get('type');
}

function tableIn(table: XmlElement): string {
  const rows = descendants(table, 'tr').map((row) => descendants(row, 'tc').map(joinedText));
  const [header = [], ...body] = rows;
  return tableOf(header, body).trimEnd();
}

/** One paragraph stands as it is; several are a list, nested as the slide has them. */
function listOf(shape: XmlElement): string {
  const paragraphs = descendants(shape, 'p').flatMap((paragraph) => {
    const text = lineOf(paragraph);
    const level = Number(descendants(paragraph, 'pPr')[0]?.attributes.get('lvl') ?? 0);
    return text === '' ? [] : [{ text, level: Math.min(Math.max(level || 0, 0), 8) }];
  });
  const [only, ...more] = paragraphs;
  if (only === undefined) return '';
  if (more.length === 0) return only.text;
  return nested(paragraphs)
    .map(({ text, level }) => `${'  '.repeat(level)}- ${text}`)
    .join('\n');
}

/** A level deeper than the one above it by more than one would be code. */
function nested(paragraphs: readonly { text: string; level: number }[]) {
  let above = -1;
  return paragraphs.map(({ text, level }) => {
    above = Math.min(level, above + 1);
    return { text, level: above };
  });
}

function notesOf(notes: XmlElement): string {
  const body = descendants(notes, 'sp').find((shape) => kindOf(shape) === 'body');
  if (body === undefined) return '';
  return descendants(body, 'p')
    .map(lineOf)
    .filter((text) => text !== '')
    .join('\n\n');
}

function joinedText(element: XmlElement): string {
  return descendants(element, 'p')
    .map((paragraph) =>
      runsOf(paragraph)
        .map(({ text }) => text)
        .join(''),
    )
    .join(' ')
    .trim();
}

/** Escaped, with its formulas. */
function lineOf(paragraph: XmlElement): string {
  return runsOf(paragraph)
    .reduce<{ text: string; isFormula: boolean }[]>((joined, run) => {
      const last = joined.at(-1);
      if (last && !last.isFormula && !run.isFormula) last.text += run.text;
      else joined.push({ ...run });
      return joined;
    }, [])
    .map(({ text, isFormula }) => (isFormula ? `$${text}$` : spacedEscape(text)))
    .join('')
    .trim();
}

/** Spaces at its ends part it from a formula. */
function spacedEscape(text: string): string {
  const [before] = /^\s?/.exec(text)!;
  const [after] = /\s?$/.exec(text)!;
  return `${before && ' '}${escapeMarkdown(text)}${after && ' '}`;
}

function runsOf(element: XmlElement): { text: string; isFormula: boolean }[] {
  return element.children.flatMap((child) => {
    if (typeof child === 'string' || child.name === 'Fallback') return [];
    if (child.name === 't') return [{ text: textOf(child), isFormula: false }];
    if (child.name === 'br') return [{ text: ' ', isFormula: false }];
    if (child.name === 'oMath') {
      const tex = ommlToTex(child).trim();
      return tex === '' ? [] : [{ text: tex, isFormula: true }];
    }
    return runsOf(child);
  });
}

function relationsOf(files: ReadonlyMap<string, Uint8Array>, path: string) {
  const bytes = files.get(posix.join(posix.dirname(path), '_rels', `${posix.basename(path)}.rels`));
  const relations = new Map<string, { path: string; type: string }>();
  if (bytes === undefined) return relations;
  for (const relation of descendants(parseXml(bytes), 'Relationship')) {
    const target = relation.attributes.get('Target') ?? '';
    relations.set(relation.attributes.get('Id') ?? '', {
      path: target.startsWith('/')
        ? target.slice(1)
        : posix.normalize(posix.join(posix.dirname(path), target)),
      type: posix.basename(relation.attributes.get('Type') ?? ''),
    });
  }
  return relations;
}

function xmlOf(files: ReadonlyMap<string, Uint8Array>, path: string): XmlElement {
  const bytes = files.get(path);
  if (bytes === undefined) throw new UserInputError('is a presentation whose parts are missing');
  return parseXml(bytes);
}
