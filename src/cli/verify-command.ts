/**
 * `groundwork verify`: checks every file of the index, every span in it and what is kept beside it, and
 * repairs what it can.
 */
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { withSettings } from '../settings.ts';
import type { CliContext } from './context.ts';

export function verifyCommand(context: CliContext): Command {
  return new Command('verify')
    .description(
      'Check every checksum, span, word and vector of the index, and what is kept beside it',
    )
    .option('--repair', 'make anew what can be made of the index itself, first', false)
    .action(async (flags: { readonly repair: boolean }) => {
      const config = readConfig(withSettings(context.env));
      if (config.LIBRARY === 'weaviate') {
        throw new ConfigError(
          'LIBRARY="weaviate" keeps no index here that could be verified or repaired: Weaviate checks its own files, and its replicas repair each other. To make all documents anew, run npm run ingest -- --rebuild.',
        );
      }
      const [{ verifyStore }, { verifyKeptFiles }, { nodeFileSystem }] = await Promise.all([
        import('../library/verify-store.ts'),
        import('../ingest/verify-kept-files.ts'),
        import('../library/file-system.ts'),
      ]);
      if (flags.repair) await repair(config.DATA_DIR, context);
      const report = verifyStore(nodeFileSystem, config.DATA_DIR);
      context.print(
        `Generation ${report.generation}: ${report.files} files, ${report.documents} documents, ${report.chunks} chunks, ${report.vectors} vectors checked; ${report.truncated} texts truncated for the encoder; ${report.problems.length} problems.`,
      );
      const kept = verifyKeptFiles({
        fileSystem: nodeFileSystem,
        dataFolder: config.DATA_DIR,
        corpusFolder: config.CORPUS_DIR,
        generation: report.generation,
      });
      context.print(
        `Beside it: ${kept.originals} uploaded originals, ${kept.setAside} files set aside, ${kept.journals} journals of vectors checked; ${kept.problems.length} problems.`,
      );
      for (const notice of kept.notices) context.print(notice);
      const problems = [...report.problems, ...kept.problems];
      for (const problem of problems) context.printError(problem);
      if (problems.length > 0) context.exit(1);
    });
}

async function repair(dataFolder: string, context: CliContext): Promise<void> {
  const [{ repairIndex }, { nodeFileSystem }, { defaultFieldWeights }] = await Promise.all([
    import('../ingest/repair-index.ts'),
    import('../library/file-system.ts'),
    import('../library/chunk-terms.ts'),
  ]);
  const { done, left } = await repairIndex({
    dataFolder,
    fileSystem: nodeFileSystem,
    weights: defaultFieldWeights,
  });
  for (const line of done) context.print(line);
  if (done.length === 0) context.print('Nothing needed to be repaired.');
  for (const line of left) context.printError(line);
  if (left.length > 0) context.exit(1);
}
