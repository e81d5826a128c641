/** `groundwork restore FILE`: a backup -> the data folder. The server must not run. */
import { Argument, Command } from 'commander';
import { readConfig } from '../config.ts';
import type { CliContext } from './context.ts';

export function restoreCommand(context: CliContext): Command {
  return new Command('restore')
    .description('Check a backup and put it into the data folder; the server must not run')
    .addArgument(new Argument('<file>', 'the backup'))
    .option(
      '--force',
      'restore into a data folder that holds something, and keep that aside',
      false,
    )
    .action(async (file: string, flags: { readonly force: boolean }) => {
      const { DATA_DIR } = readConfig({ DATA_DIR: context.env['DATA_DIR'] });
      const isElsewhere = context.env['LIBRARY']?.trim() === 'weaviate';
      const { restoreBackup } = await import('../backup/restore-backup.ts');
      const report = await restoreBackup({ dataFolder: DATA_DIR, file, ...flags });
      context.print(
        `Restored ${report.files} files as of ${report.createdAt}, ${report.generation === null ? 'no index' : `index generation ${report.generation}`}.`,
      );
      if (report.keptIn !== null) {
        context.print(
          `What was there before is in "${report.keptIn}"; remove it when all is well.`,
        );
      }
      if (isElsewhere) {
        context.print(
          'The library is in Weaviate: restore it there, or run npm run ingest (docs/scale.md).',
        );
      }
    });
}
