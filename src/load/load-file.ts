/** A file of the walk that is its own text -> its document. */
import { readFileSync } from 'node:fs';
import { UserInputError } from '../errors.ts';
import type { ParsedDocument } from '../types.ts';
import { loadDocument } from './load-document.ts';
import { isOwnText } from './media-type.ts';
import type { CorpusFile } from './walk-corpus.ts';

/** @throws UserInputError when it must be converted first, or its bytes are no text */
export function loadFile({ uri, path, mediaType }: CorpusFile): ParsedDocument {
  if (mediaType === 'application/zip' || !isOwnText(mediaType)) {
    throw new UserInputError(`File "${uri}" is no Markdown or text; it must be ingested.`);
  }
  return loadDocument({ uri, mediaType, bytes: readFileSync(path) });
}
