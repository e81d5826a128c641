/** `groundwork backup FILE`: the data folder as one file, while the server may run. */
import { Argument, Command } from 'commander';
import { readConfig } from '../config.ts';
import type { CliContext } from './context.ts';

export function backupCommand(context: CliContext): Command {
  return new Command('backup')
    .description('Write index, conversations and uploads into one file; the server may run')
    .addArgument(new Argument('<file>', 'the backup to write, such as notes.tar.gz'))
    .option(
      '--with-secrets',
      'take settings and keys in, too: keep such a file as you keep them',
      false,
    )
    .action(async (file: string, flags: { readonly withSecrets: boolean }) => {
      const { DATA_DIR } = readConfig({ DATA_DIR: context.env['DATA_DIR'] });
      const isElsewhere = context.env['LIBRARY']?.trim() === 'weaviate';
      const { writeBackup } = await import('../backup/write-backup.ts');
      const report = await writeBackup({ dataFolder: DATA_DIR, file, ...flags });
      context.print(
        `Backup "${file}": ${report.files} files, ${(report.bytes / 1e6).toFixed(1)} MB, ${report.generation === null ? 'no index' : `index generation ${report.generation}`}, ${report.withSecrets ? 'with' : 'without'} settings and keys.`,
      );
      if (isElsewhere) {
        context.print(
          'The library is in Weaviate and not in this file: back it up there (docs/scale.md).',
        );
      }
    });
}
