/** File names -> media types. What a file really is shows in its content: `convert/sniff.ts`. */
import type { MediaType } from '../types.ts';

const byExtension: Readonly<Record<string, MediaType>> = {
  '.md': 'text/markdown',
  '.markdown': 'text/markdown',
  '.txt': 'text/plain',
  '.html': 'text/html',
  '.htm': 'text/html',
  '.xhtml': 'text/html',
  '.csv': 'text/csv',
  '.tsv': 'text/csv',
  '.pdf': 'application/pdf',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  '.epub': 'application/epub+zip',
  '.ipynb': 'application/x-ipynb+json',
};

/** Endings of the files that can be ingested, archives among them. */
export const fileEndings: readonly string[] = [...Object.keys(byExtension), '.zip'];

/** The media type that a file name's ending says, or undefined. */
export function mediaTypeOf(name: string): MediaType | undefined {
  return byExtension[(/\.[^.]+$/.exec(name)?.[0] ?? '').toLowerCase()];
}

/** True for an archive, whose files are documents of their own. */
export function isArchiveName(name: string): boolean {
  return /\.zip$/i.test(name);
}

/** True where the file is its own text, and offsets are into the file as it is. */
export function isOwnText(mediaType: MediaType): boolean {
  return mediaType === 'text/markdown' || mediaType === 'text/plain';
}
