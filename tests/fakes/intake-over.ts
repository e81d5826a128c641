/** The documents of a pipeline, taken in and given out as the server does. */
import { createIngestQueue } from '../../src/ingest/ingest-queue.ts';
import { type Intake, openIntake } from '../../src/ingest/intake.ts';
import type { Pipeline } from '../../src/pipeline-contract.ts';

export function intakeOver(
  pipeline: Pick<Pipeline, 'ingest' | 'refresh'>,
  folders: { readonly corpusFolder: string; readonly dataFolder: string },
): Intake {
  const queue = createIngestQueue({
    ingest: pipeline.ingest,
    onEnd: async ({ failure }) => {
      if (failure === null) await pipeline.refresh();
    },
  });
  return openIntake({ ...folders, queue });
}
