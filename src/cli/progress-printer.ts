/** Progress of an ingestion: a redrawn bar on a terminal, one plain line per tenth in a pipe. */
import type { IngestProgress } from '../ingest/ingest-corpus.ts';
import type { CliContext } from './context.ts';

export interface ProgressPrinter {
  readonly update: (progress: IngestProgress) => void;
  readonly end: () => void;
}

const redrawMs = 100;
const barWidth = 24;

export function createProgressPrinter(
  context: Pick<CliContext, 'printError' | 'isTerminal'>,
  silent: boolean,
  now: () => number = () => performance.now(),
): ProgressPrinter {
  const started = now();
  let drawn = Number.NEGATIVE_INFINITY;
  let tenth = 0;
  let open = false;
  const update = (progress: IngestProgress): void => {
    if (silent) return;
    const share = progress.bytes === 0 ? 1 : progress.bytesDone / progress.bytes;
    const line = describe(progress, share, (now() - started) / 1000);
    if (context.isTerminal) {
      if (now() - drawn < redrawMs && share < 1) return;
      drawn = now();
      open = true;
      const filled = Math.round(share * barWidth);
      process.stderr.write(
        `\r\u001b[K${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${line}`,
      );
    } else if (Math.floor(share * 10) > tenth) {
      tenth = Math.floor(share * 10);
      context.printError(line);
    }
  };
  return {
    update,
    end: () => {
      if (open) process.stderr.write('\n');
      open = false;
    },
  };
}

function describe(progress: IngestProgress, share: number, seconds: number): string {
  const rate = seconds > 0 ? progress.embedded / seconds : 0;
  const left =
    share > 0.02 && share < 1 ? `, ${Math.ceil((seconds / share) * (1 - share))} s left` : '';
  const encoded =
    progress.embedded > 0 ? `, ${progress.embedded} chunks embedded (${rate.toFixed(0)}/s)` : '';
  return `${Math.round(share * 100)} %  ${progress.filesDone}/${progress.files} files${encoded}${left}`;
}
