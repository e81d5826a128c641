/** PDF -> Markdown with its pages. */
import { getDocumentProxy } from 'unpdf';
import { UserInputError } from '../../errors.ts';
import type { Convert } from './contract.ts';
import { readPages, withoutMarks } from './page-marks.ts';
import { blocksOf } from './pdf-blocks.ts';
import { type PdfPage, withoutFurniture } from './pdf-furniture.ts';
import { linesOf, type TextPiece } from './pdf-lines.ts';
import { stringifyMarkdown } from './stringify-markdown.ts';

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;

export const convertPdf: Convert = async (bytes) => {
  const pdf = await open(bytes);
  const pages: PdfPage[] = [];
  const notices: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await readPage(pdf, number);
    if (page === undefined) notices.push(`Page ${number} is damaged and was left out.`);
    else if (page.lines.length === 0) {
      notices.push(`Page ${number} has no text; it may be a picture of one.`);
    }
    pages.push(page ?? { height: 0, lines: [] });
  }
  const labels = await labelsOf(pdf);
  const { title, metadata } = await propertiesOf(pdf);
  const text = stringifyMarkdown(blocksOf(withoutFurniture(pages)));
  return { ...readPages(text, labels), ...(title && { title }), metadata, notices };
};

async function open(bytes: Uint8Array): Promise<PdfDocument> {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, isEvalSupported: false });
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'PasswordException') {
      throw new UserInputError('is protected by a password; save it without one', { cause });
    }
    throw new UserInputError('is a damaged PDF; save it again', { cause });
  }
}

/** Undefined when the page cannot be read; the others may be. */
async function readPage(pdf: PdfDocument, number: number): Promise<PdfPage | undefined> {
  try {
    const page = await pdf.getPage(number);
    const viewport = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const pieces = items.flatMap((item) =>
      'str' in item ? pieceOf(item.str, item.width, item.transform, viewport.transform) : [],
    );
    page.cleanup();
    return { height: viewport.height, lines: linesOf(upright(pieces), viewport.width) };
  } catch {
    return undefined;
  }
}

interface PlacedPiece extends TextPiece {
  /** Quarter turns from upright, clockwise. */
  readonly turns: number;
}

/** @param matrix of the text, @param view of the page: both as six numbers (PDF 32000-1, 8.3.3) */
function pieceOf(
  value: string,
  width: number,
  matrix: readonly number[],
  view: readonly number[],
): PlacedPiece[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = multiply(view, matrix);
  const text = withoutMarks(value).normalize('NFKC');
  const size = Math.hypot(c, d);
  // Nothing smaller is meant to be read.
  if (text.trim() === '' || size < 1) return [];
  const turns = (Math.round(Math.atan2(b, a) / (Math.PI / 2)) + 4) % 4;
  return [{ text, x: e, y: f, width, size, turns }];
}

function multiply(left: readonly number[], right: readonly number[]): number[] {
  const [a1 = 1, b1 = 0, c1 = 0, d1 = 1, e1 = 0, f1 = 0] = left;
  const [a2 = 1, b2 = 0, c2 = 0, d2 = 1, e2 = 0, f2 = 0] = right;
  return [
    a1 * a2 + c1 * b2,
    b1 * a2 + d1 * b2,
    a1 * c2 + c1 * d2,
    b1 * c2 + d1 * d2,
    a1 * e2 + c1 * f2 + e1,
    b1 * e2 + d1 * f2 + f1,
  ];
}

/** The pieces of the way that most text of the page runs, turned upright; stamps at its side go. */
function upright(pieces: readonly PlacedPiece[]): TextPiece[] {
  const chars = [0, 0, 0, 0];
  for (const { turns, text } of pieces) chars[turns]! += text.length;
  const most = chars.indexOf(Math.max(...chars));
  return pieces
    .filter(({ turns }) => turns === most)
    .map(({ x, y, ...piece }) => ({ ...piece, ...turned(x, y, most) }));
}

function turned(x: number, y: number, turns: number): { x: number; y: number } {
  if (turns === 1) return { x: y, y: -x };
  if (turns === 2) return { x: -x, y: -y };
  if (turns === 3) return { x: -y, y: x };
  return { x, y };
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
    !/\.(?:docx?|pdf|tex|dvi|indd|pptx?)$/i.test(title) &&
    !/^(?:untitled|microsoft word)/i.test(title);
  return { title: isTitle ? title : undefined, metadata };
}
