import { describe, expect, it } from 'vitest';
import { ConflictError } from '../../../src/errors.ts';
import { createIngestQueue } from '../../../src/ingest/ingest-queue.ts';
import { openIntake } from '../../../src/ingest/intake.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

const queue = createIngestQueue({
  ingest: () => Promise.reject(new Error('Nothing is ingested.')),
});

describe('documents of a library that other servers write, too', () => {
  it('are removed by the server that has their file, and by no other', () => {
    const intake = openIntake({
      corpusFolder: temporaryFolder(),
      dataFolder: temporaryFolder({ 'uploads/own.md': '# Own' }),
      queue,
      isShared: true,
    });
    expect(() => intake.remove('uploads/own.md')).not.toThrow();
    expect(() => intake.remove('uploads/foreign.md')).toThrow(ConflictError);
    expect(() => intake.remove('uploads/foreign.md')).toThrow('remove it there');
  });

  it('are forgotten where they were uploaded here, and the file has gone', () => {
    const folders = { corpusFolder: temporaryFolder(), dataFolder: temporaryFolder() };
    const intake = openIntake({ ...folders, queue });
    expect(() => intake.remove('uploads/gone.md')).not.toThrow();
  });
});
