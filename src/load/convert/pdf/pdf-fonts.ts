/** Names of a PDF's fonts: they alone tell bold text, code and formulas from the rest. */
import type { getDocumentProxy } from 'unpdf';

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;
type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>;

export interface PdfFont {
  readonly isBold: boolean;
  readonly isMono: boolean;
  readonly isMath: boolean;
}

/** Pages whose drawing is read for the names of fonts: it costs more than their text. */
const mostPages = 60;
/** Of a page with less text, the drawing is read in any case. */
const fewChars = 200;
/** pdf.js' number of the operator that sets the font. */
const setFont = 37;

export interface FontBook {
  /**
   * Learns the fonts of a page, by the names that its text gives them.
   *
   * @param chars of the page's text: where they are few, it is looked whether there should be more
   * @returns whether the page has text in fonts that pdf.js cannot read
   */
  learn(
    page: PdfPage,
    styles: Readonly<Record<string, { fontFamily: string }>>,
    chars: number,
  ): Promise<boolean>;
  of(name: string): PdfFont;
}

const plain: PdfFont = { isBold: false, isMono: false, isMath: false };

export function createFontBook(): FontBook {
  const known = new Map<string, PdfFont>();
  let pagesRead = 0;
  return {
    async learn(page, styles, chars) {
      const fresh = Object.keys(styles).filter((name) => !known.has(name));
      for (const name of fresh) {
        known.set(name, { ...plain, isMono: styles[name]?.fontFamily === 'monospace' });
      }
      if (pagesRead >= mostPages || (fresh.length === 0 && chars >= fewChars)) return false;
      pagesRead += 1;
      addTransfer();
      const drawn = await page.getOperatorList().catch(() => undefined);
      for (const name of fresh) {
        const own = nameOf(page, name);
        if (own === undefined) continue;
        known.set(name, {
          isBold: /bold|black|heavy|semibold|demi|cmbx|cmb\d|-bd\b|medi(?!um)/i.test(own),
          // Of a font with few letters pdf.js thinks that all are of one width.
          isMono:
            /courier|mono|consol|menlo|inconsolata|cmtt|cmsltt|lmtt|typewriter|fixed|sourcecode|firacode|cascadia|hack|sftt/i.test(
              own,
            ),
          isMath: /cmmi|cmsy|cmex|lmmi|lmsy|lmex|math|msam|msbm|symbol/i.test(own),
        });
      }
      return drawn !== undefined && hasUnknownFont(page, drawn);
    },
    of: (name) => known.get(name) ?? plain,
  };
}

/** Where a font should be, pdf.js puts the words of an error, and no text where it is used. */
function hasUnknownFont(
  page: PdfPage,
  { fnArray, argsArray }: Awaited<ReturnType<PdfPage['getOperatorList']>>,
): boolean {
  return fnArray.some((operator, at) => {
    if (operator !== setFont) return false;
    const [name] = argsArray[at] as [string];
    return page.commonObjs.has(name) && typeof page.commonObjs.get(name) === 'string';
  });
}

function nameOf(page: PdfPage, font: string): string | undefined {
  if (!page.commonObjs.has(font)) return undefined;
  const { name } = (page.commonObjs.get(font) ?? {}) as { name?: unknown };
  return typeof name === 'string' ? name : undefined;
}

/** pdf.js hands fonts over by a method that Node has from version 21 on. */
export function addTransfer(): void {
  if ('transferToFixedLength' in ArrayBuffer.prototype) return;
  Object.defineProperty(ArrayBuffer.prototype, 'transferToFixedLength', {
    configurable: true,
    value(this: ArrayBuffer, length = this.byteLength): ArrayBuffer {
      const moved = new ArrayBuffer(length);
      new Uint8Array(moved).set(new Uint8Array(this, 0, Math.min(length, this.byteLength)));
      return moved;
    },
  });
}
