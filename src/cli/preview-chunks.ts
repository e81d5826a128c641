/** `groundwork ingest --preview FILE`: the chunks of one file, with their spans and headings. */
import { readFileSync } from 'node:fs';
import { chunkDocument } from '../chunk/chunk-document.ts';
import { ConfigError } from '../errors.ts';
import { loadDocument } from '../load/load-document.ts';
import { mediaTypeOf } from '../load/walk-corpus.ts';
import type { CliContext } from './context.ts';

/** @throws ConfigError when the file cannot be read or has no known type */
export function previewChunks(path: string, context: CliContext): void {
  const mediaType = mediaTypeOf(path);
  if (mediaType === undefined) {
    throw new ConfigError(`File "${path}" is none of .md, .markdown, .txt; preview one of those.`);
  }
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new ConfigError(`File "${path}" cannot be read; check its path.`, { cause });
  }
  const document = loadDocument({ uri: path, mediaType, bytes });
  for (const [at, chunk] of chunkDocument(document).entries()) {
    const headings = document.sections[chunk.sectionOrdinal]?.headingPath.join(' > ') ?? '';
    context.print(
      `── ${at + 1}  [${chunk.start}, ${chunk.end})  ${chunk.text.length} characters  ${headings}`,
    );
    context.print(`${chunk.text}\n`);
  }
}
