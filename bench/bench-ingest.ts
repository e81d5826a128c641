/** Ingestion with the local encoder, against the encoder alone on the same texts. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chunkDocument } from '../src/chunk/chunk-document.ts';
import { embeddedText } from '../src/chunk/embedded-text.ts';
import { pointersOf } from '../src/chunk/pointers.ts';
import type { Embedder } from '../src/embed/contract.ts';
import { ingestCorpus } from '../src/ingest/ingest-corpus.ts';
import { defaultFieldWeights } from '../src/library/chunk-terms.ts';
import { nodeFileSystem } from '../src/library/file-system.ts';
import { createConverter } from '../src/load/converter.ts';
import { loadFile } from '../src/load/load-file.ts';
import { walkCorpus } from '../src/load/walk-corpus.ts';
import { sideBySide } from './side-by-side.ts';

const notesUsed = 8;
const rounds = 3;

export async function benchIngest(corpus: string, embedder: Embedder): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-bench-'));
  const notes = join(folder, 'corpus');
  for (const { path } of walkCorpus(corpus).files.slice(0, notesUsed)) {
    cpSync(path, join(notes, basename(path)));
  }
  const texts = walkCorpus(notes).files.flatMap((file) => {
    const document = loadFile(file);
    const chunks = chunkDocument(document);
    return [
      ...chunks.map((chunk) => embeddedText(document, chunk)),
      ...pointersOf(document, chunks).map(({ text }) => text),
    ];
  });
  const converter = createConverter();
  try {
    const ingest = async (): Promise<void> => {
      await ingestCorpus({
        corpusFolder: notes,
        dataFolder: join(folder, 'data'),
        fileSystem: nodeFileSystem,
        converter,
        embedder,
        weights: defaultFieldWeights,
        prune: true,
        confirmPrune: false,
        rebuild: true,
        dryRun: false,
      });
    };
    const bare = async (): Promise<void> => {
      await embedder.embedDocuments(texts);
    };
    const { left, right, ratio } = await sideBySide(rounds, bare, ingest);
    const rate = (milliseconds: number): string =>
      ((texts.length * 1000) / milliseconds).toFixed(1);
    return `| ingestion, ${texts.length} texts | ${rate(right)} texts/s | encoder alone ${rate(left)} texts/s | ${ratio.toFixed(3)} of its throughput |`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
