/** `groundwork verify`: checks every file of the index and every span in it, and repairs what it can. */
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { withSettings } from '../settings.ts';
import type { CliContext } from './context.ts';

export function verifyCommand(context: CliContext): Command {
  return new Command('verify')
    .description('Check every checksum, span, word and vector of the index')
    .option('--repair', 'make anew what can be made of the index itself, first', false)
    .action(async (flags: { readonly repair: boolean }) => {
      const config = readConfig(withSettings(context.env));
      const [{ verifyStore }, { nodeFileSystem }] = await Promise.all([
        import('../library/verify-store.ts'),
        import('../library/file-system.ts'),
      ]);
      if (flags.repair) await repair(config.DATA_DIR, context);
      const report = verifyStore(nodeFileSystem, config.DATA_DIR);
      context.print(
        `Generation ${report.generation}: ${report.files} files, ${report.documents} documents, ${report.chunks} chunks, ${report.vectors} vectors checked; ${report.truncated} texts truncated for the encoder; ${report.problems.length} problems.`,
      );
      for (const problem of report.problems) context.printError(problem);
      if (report.problems.length > 0) context.exit(1);
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
