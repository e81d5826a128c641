/** `groundwork ingest`: corpus folder -> index, with progress and one summary line. */
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';
import type { IngestReport } from '../ingest/ingest-corpus.ts';
import { parseShard } from '../ingest/shard.ts';
import type { CliContext } from './context.ts';
import { createProgressPrinter } from './progress-printer.ts';

interface IngestFlags {
  readonly corpus?: string;
  readonly data?: string;
  readonly rebuild: boolean;
  readonly dryRun: boolean;
  readonly prune: boolean;
  readonly yes: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly preview?: string;
  readonly shard?: string;
}

export function ingestCommand(context: CliContext): Command {
  return new Command('ingest')
    .description('Bring the index up to date with the corpus folder')
    .option('--corpus <folder>', 'documents to ingest (CORPUS_DIR)')
    .option('--data <folder>', 'where the index is kept (DATA_DIR)')
    .option('--rebuild', 'make everything anew, vectors included', false)
    .option('--dry-run', 'say what would change and write nothing', false)
    .option('--no-prune', 'keep documents whose files have gone')
    .option('--yes', 'allow dropping more than half of the library', false)
    .option('--shard <i/n>', 'take the i-th of n shares of the files; others take the rest')
    .option('--json', 'print the report as JSON', false)
    .option('--quiet', 'print nothing but errors', false)
    .option('--preview <file>', 'show the chunks of one file and write nothing')
    .action(async (flags: IngestFlags) => {
      if (flags.preview !== undefined) {
        const { previewChunks } = await import('./preview-chunks.ts');
        return previewChunks(flags.preview, context);
      }
      await ingest(flags, context);
    });
}

async function ingest(flags: IngestFlags, context: CliContext): Promise<void> {
  const config = readConfig({
    ...context.env,
    ...(flags.corpus !== undefined && { CORPUS_DIR: flags.corpus }),
    ...(flags.data !== undefined && { DATA_DIR: flags.data }),
  });
  const shard = flags.shard === undefined ? undefined : parseShard(flags.shard);
  const { createPipeline } = await import('../pipeline.ts');
  const pipeline = await createPipeline(config);
  const interrupted = new AbortController();
  const onInterrupt = (): void =>
    interrupted.abort(new ConfigError('Ingestion stopped; the previous index is untouched.'));
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  const progress = createProgressPrinter(context, flags.quiet || flags.json);
  try {
    const report = await pipeline.ingest({
      prune: flags.prune,
      pruneOthers: flags.prune,
      ...(shard && { shard }),
      confirmPrune: flags.yes,
      rebuild: flags.rebuild,
      dryRun: flags.dryRun,
      signal: interrupted.signal,
      onProgress: progress.update,
    });
    progress.end();
    for (const { reason } of report.setAside) context.printError(`Set aside: ${reason}`);
    if (flags.json) context.print(JSON.stringify(report));
    else if (!flags.quiet) context.print(summaryOf(report, flags.dryRun));
    if (report.setAside.length > 0) context.exit(1);
  } finally {
    progress.end();
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
    await pipeline.close();
  }
}

/** `'Holds 80 documents, 1759 chunks; 3 added, 1 changed, 0 removed; 12 embedded, 6425 vectors reused.'` */
export function summaryOf(report: IngestReport, dryRun: boolean): string {
  const skipped = Object.entries(report.skipped).filter(([, count]) => count > 0);
  const parts = [
    dryRun
      ? `Would hold ${report.documents} documents`
      : `${report.changed ? 'Holds' : 'Unchanged:'} ${report.documents} documents, ${report.chunks} chunks`,
    `${report.added} added, ${report.updated} changed, ${report.removed} removed`,
    ...(dryRun ? [] : [`${report.embedded} embedded, ${report.reusedVectors} vectors reused`]),
    ...(skipped.length > 0
      ? [`skipped ${skipped.map(([why, count]) => `${count} ${why}`).join(', ')}`]
      : []),
    ...(report.setAside.length > 0 ? [`${report.setAside.length} set aside`] : []),
  ];
  return `${parts.join('; ')}.`;
}
