/** PDF -> Markdown with its pages. */
import { getDocumentProxy } from 'unpdf';
import { UserInputError } from '../../../errors.ts';
import type { Convert, PageReading } from '../contract.ts';
import { readPages } from '../page-marks.ts';
import { stringifyMarkdown } from '../stringify-markdown.ts';
import { blocksOf } from './pdf-blocks.ts';
import { createFontBook, type FontBook } from './pdf-fonts.ts';
import { type PdfPage, withoutFurniture } from './pdf-furniture.ts';
import { createLetterBook, type LetterBook } from './pdf-letters.ts';
import { linesOf } from './pdf-lines.ts';
import { piecesOf } from './pdf-pieces.ts';
import { linesOfReading } from './pdf-reading.ts';
import { isUnreadable } from './pdf-unreadable.ts';

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;

/** Pages after which pdf.js forgets fonts and pictures. */
const pagesBetweenCleanups = 100;
/** Share of a page's characters that may be lost without a word: those of large brackets often are. */
const lostShare = 0.05;

export const convertPdf: Convert = async (bytes, readings = []) => {
  const pdf = await openPdf(bytes);
  try {
    return await read(pdf, new Map(readings.map(({ page, text }) => [page, text])));
  } finally {
    await pdf.destroy();
  }
};

async function read(pdf: PdfDocument, readings: ReadonlyMap<PageReading['page'], string>) {
  const pages: PdfPage[] = [];
  const notices: string[] = [];
  const pictures: number[] = [];
  const books = { fonts: createFontBook(), letters: createLetterBook() };
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const read = readings.get(number);
    const page =
      read === undefined
        ? await readPage(pdf, number, books)
        : { height: 0, lines: linesOfReading(read), isPartial: false };
    if (page === undefined) {
      notices.push(`Page ${number} is damaged and was left out.`);
    } else if (page.isPartial && page.lines.length > 0) {
      notices.push(
        `Some fonts of page ${number} do not say which letters they show; their text was left out.`,
      );
    } else if (page.isPartial || isUnreadable(page.lines.map(({ text }) => text).join('\n'))) {
      notices.push(
        `The fonts of page ${number} do not say which letters they show; it was left out.`,
      );
      page.lines = [];
    } else if (page.lines.length === 0 && read === undefined && page.hasPicture) {
      pictures.push(number);
    }
    pages.push({ height: page?.height ?? 0, lines: page?.lines ?? [] });
    if (number % pagesBetweenCleanups === 0) await pdf.cleanup();
  }
  const labels = await labelsOf(pdf);
  const { title, metadata } = await propertiesOf(pdf);
  const text = pages.every(({ lines }) => lines.length === 0)
    ? ''
    : stringifyMarkdown(blocksOf(withoutFurniture(pages, labels)));
  return {
    ...readPages(text, labels),
    ...(title && { title }),
    metadata,
    notices,
    ...(pictures.length > 0 && { pictures }),
  };
}

/** @throws UserInputError when it is locked or no PDF */
export async function openPdf(bytes: Uint8Array, maxPixels = 1): Promise<PdfDocument> {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), {
      verbosity: 0,
      isEvalSupported: false,
      // Pictures have no text: unpacking them would only cost memory.
      maxImageSize: maxPixels,
    });
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'PasswordException') {
      throw new UserInputError('is protected by a password; save it without one', { cause });
    }
    throw new UserInputError('is a damaged PDF; save it again', { cause });
  }
}

interface ReadPage {
  readonly height: number;
  lines: PdfPage['lines'];
  /** Some of its text cannot be read. */
  readonly isPartial: boolean;
  readonly hasPicture?: boolean;
}

/** Undefined when the page cannot be read; the others may be. */
async function readPage(
  pdf: PdfDocument,
  number: number,
  { fonts, letters }: { readonly fonts: FontBook; readonly letters: LetterBook },
): Promise<ReadPage | undefined> {
  try {
    const page = await pdf.getPage(number);
    const viewport = page.getViewport({ scale: 1 });
    const { items, styles } = await page.getTextContent({ disableNormalization: true });
    const chars = items.reduce((sum, item) => sum + ('str' in item ? item.str.length : 0), 0);
    const hasUnknownFont = await fonts.learn(page, styles, chars);
    letters.learn(items);
    const pieces = piecesOf(items, viewport.transform, viewport, fonts.of, letters.read);
    const lines = linesOf(pieces);
    const hasPicture = lines.length === 0 && (await drawsPicture(page));
    page.cleanup();
    const isPartial = hasUnknownFont || pieces.lost > lostShare * chars;
    return { height: pieces.height, lines, isPartial, hasPicture };
  } catch {
    return undefined;
  }
}

/** An empty page is one, and no picture. Letters drawn as lines count as a picture. */
async function drawsPicture(page: Awaited<ReturnType<PdfDocument['getPage']>>): Promise<boolean> {
  const { fnArray } = await page.getOperatorList();
  return fnArray.length > 0;
}

async function labelsOf(pdf: PdfDocument): Promise<(string | undefined)[]> {
  const labels = await pdf.getPageLabels().catch(() => null);
  return (labels ?? []).map((label, at) =>
    label === '' || label === String(at + 1) ? undefined : label,
  );
}

async function propertiesOf(pdf: PdfDocument) {
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
  const textOf = (name: string): string | undefined => {
    const value = (info as Record<string, unknown>)[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const title = textOf('Title');
  const author = textOf('Author');
  const date = /^D:(\d{4})(\d{2})(\d{2})/.exec(textOf('ModDate') ?? '');
  const metadata = {
    ...(author && { author }),
    ...(date && { updated: `${date[1]}-${date[2]}-${date[3]}` }),
  };
  // Programs put the name of the file, or their own, where a title should be.
  const isTitle =
    title !== undefined &&
    !/\.(?:docx?|pdf|tex|dvi|indd|pptx?|html?|odt|rtf)$/i.test(title) &&
    !/^(?:untitled|microsoft word|about:blank|https?:|file:)/i.test(title);
  return { title: isTitle ? title : undefined, metadata };
}
