/** Bytes of any format -> Markdown, by the converter of what they really are. */
import { UserInputError } from '../../errors.ts';
import type { MediaType } from '../../types.ts';
import { type Convert, type Converted, maxConvertedChars, type PageReading } from './contract.ts';
import { sniff } from './sniff.ts';

type Converter = Exclude<MediaType, 'text/markdown' | 'text/plain'>;

/** Loaded when the first such file comes: a parser of PDF weighs more than all the rest. */
const converters: Readonly<Record<Converter, () => Promise<Convert>>> = {
  'text/html': async () => (await import('./convert-html.ts')).convertHtml,
  'text/csv': async () => (await import('./convert-csv.ts')).convertCsv,
  'application/pdf': async () => (await import('./pdf/convert-pdf.ts')).convertPdf,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': async () =>
    (await import('./convert-docx.ts')).convertDocx,
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': async () =>
    (await import('./convert-pptx.ts')).convertPptx,
  'application/epub+zip': async () => (await import('./convert-epub.ts')).convertEpub,
  'application/x-ipynb+json': async () => (await import('./convert-notebook.ts')).convertNotebook,
};

/**
 * @param claimed what the file's name says, undefined where it says nothing
 * @param readings of pages that are pictures
 * @returns without text only where all pages are pictures
 * @throws UserInputError saying what is wrong with the file, without its name
 */
export async function convert(
  bytes: Uint8Array,
  uri: string,
  claimed: MediaType | undefined,
  readings: readonly PageReading[] = [],
): Promise<Converted> {
  const sniffed = await sniff(bytes, uri, claimed);
  const { mediaType } = sniffed;
  if (mediaType === 'application/zip') {
    throw new UserInputError('is an archive under another name; give it the ending .zip');
  }
  if (mediaType === 'text/markdown' || mediaType === 'text/plain') {
    const text = ('text' in sniffed && sniffed.text) || '';
    return { mediaType, text, metadata: {}, notices: [] };
  }
  const converted = await (await converters[mediaType]())(bytes, readings);
  if (converted.text.trim() === '' && converted.pictures === undefined) {
    throw new UserInputError(converted.notices[0] ?? 'holds no text');
  }
  if (converted.text.length > maxConvertedChars) {
    throw new UserInputError(
      `holds ${converted.text.length} characters, at most ${maxConvertedChars} are read; split it`,
    );
  }
  return { mediaType, ...converted };
}
