/** Encodes the shipped notes and keeps their vectors beside them, one file a note. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chunkDocument } from '../src/chunk/chunk-document.ts';
import { pointersOf } from '../src/chunk/pointers.ts';
import { createLocalEmbedder } from '../src/embed/local-embedder.ts';
import { embedMissing, textsOfDocument } from '../src/ingest/embed-missing.ts';
import { readVectorFile, vectorsFolder, writeVectorFile } from '../src/library/vector-file.ts';
import { loadFile } from '../src/load/load-file.ts';
import { walkCorpus } from '../src/load/walk-corpus.ts';

const corpus = fileURLToPath(new URL('../corpus', import.meta.url));
const embedder = createLocalEmbedder(fileURLToPath(new URL('../models', import.meta.url)));
const { files } = walkCorpus(corpus);
const known = files.map(({ uri }) => readVectorFile(corpus, uri, embedder));
rmSync(vectorsFolder(corpus), { recursive: true, force: true });
let embedded = 0;
for (const [at, file] of files.entries()) {
  const document = loadFile(file);
  const chunks = chunkDocument(document);
  const lookUp = (key: string) => known[at]?.get(key);
  const texts = textsOfDocument(document, chunks, pointersOf(document, chunks), embedder);
  const { missing, vectors } = embedMissing(texts, embedder, lookUp, undefined, () => {});
  const { chunks: ofChunks, pointers } = await vectors;
  writeVectorFile(corpus, file.uri, embedder, [...ofChunks, ...pointers]);
  embedded += missing;
}
await embedder.close();
console.log(`${files.length} notes; ${embedded} texts embedded, the rest were known.`);
