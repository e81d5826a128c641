/** `groundwork ingest --preview FILE`: the chunks of one file, with their spans and headings. */
import { statSync } from 'node:fs';
import { chunkDocument } from '../chunk/chunk-document.ts';
import { ConfigError } from '../errors.ts';
import { readableDocuments } from '../ingest/read-file.ts';
import { createConverter } from '../load/converter.ts';
import { fileEndings, isArchiveName, mediaTypeOf } from '../load/media-type.ts';
import type { CorpusFile } from '../load/walk-corpus.ts';
import type { CliContext } from './context.ts';

/** @throws ConfigError when the file cannot be read or has no known type */
export async function previewChunks(path: string, context: CliContext): Promise<void> {
  const mediaType = isArchiveName(path) ? 'application/zip' : mediaTypeOf(path);
  if (mediaType === undefined) {
    throw new ConfigError(
      `File "${path}" is of no kind that is ingested (${fileEndings.join(', ')}); preview one of those.`,
    );
  }
  const converter = createConverter();
  try {
    const file: CorpusFile = { uri: path, path, mediaType, bytes: sizeOf(path) };
    for (const readable of await readableDocuments(file, converter)) {
      const { document, notices } = await readable.load();
      for (const notice of notices) context.printError(`${document.uri}: ${notice}`);
      for (const [at, chunk] of chunkDocument(document).entries()) {
        const headings = document.sections[chunk.sectionOrdinal]?.headingPath.join(' > ') ?? '';
        context.print(
          `── ${at + 1}  [${chunk.start}, ${chunk.end})  ${chunk.text.length} characters  ${headings}`,
        );
        context.print(`${chunk.text}\n`);
      }
    }
  } finally {
    converter.close();
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (cause) {
    throw new ConfigError(`File "${path}" cannot be read; check its path.`, { cause });
  }
}
