/** `groundwork verify`: checks every file of the index and every span in it. */
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { withSettings } from '../settings.ts';
import type { CliContext } from './context.ts';

export function verifyCommand(context: CliContext): Command {
  return new Command('verify')
    .description('Check every checksum, span and vector of the index')
    .action(async () => {
      const config = readConfig(withSettings(context.env));
      const [{ verifyStore }, { nodeFileSystem }] = await Promise.all([
        import('../library/verify-store.ts'),
        import('../library/file-system.ts'),
      ]);
      const report = verifyStore(nodeFileSystem, config.DATA_DIR);
      context.print(
        `Generation ${report.generation}: ${report.files} files, ${report.documents} documents, ${report.chunks} chunks, ${report.vectors} vectors checked; ${report.truncated} texts truncated for the encoder; ${report.problems.length} problems.`,
      );
      for (const problem of report.problems) context.printError(problem);
      if (report.problems.length > 0) context.exit(1);
    });
}
