/** An ingestion of plain notes as the command runs it, with what these tests never vary filled in. */

import { UserInputError } from '../../src/errors.ts';
import { type IngestOptions, ingestCorpus } from '../../src/ingest/ingest-corpus.ts';
import { defaultFieldWeights } from '../../src/library/chunk-terms.ts';
import { nodeFileSystem } from '../../src/library/file-system.ts';
import type { Converter } from '../../src/load/converter.ts';

const refuses = () => Promise.reject(new UserInputError('Nothing is converted here.'));

/** Plain notes need none. */
const noConverter: Converter = {
  convert: refuses,
  list: refuses,
  extract: refuses,
  canRecognise: async () => false,
  close: () => {},
};

export function ingestNotes(
  given: Pick<IngestOptions, 'corpusFolder' | 'dataFolder'> & Partial<IngestOptions>,
): ReturnType<typeof ingestCorpus> {
  return ingestCorpus({
    fileSystem: nodeFileSystem,
    converter: noConverter,
    embedder: null,
    weights: defaultFieldWeights,
    prune: true,
    confirmPrune: true,
    rebuild: false,
    dryRun: false,
    ...given,
  });
}
