import { expect, it } from 'vitest';
import { VectorJournal } from '../../../src/library/vector-journal.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

it('keeps what was written when an encoder is late with more after its run has failed', () => {
  const folder = temporaryFolder();
  const encoder = { fingerprint: 'fake', dimensions: 2 };
  const vector = Float32Array.of(1, 0);
  const journal = new VectorJournal(folder, encoder);
  journal.append([{ key: 'a'.repeat(64), vector }]);
  journal.close();
  journal.append([{ key: 'b'.repeat(64), vector }]);
  expect([...new VectorJournal(folder, encoder).known.keys()]).toEqual(['a'.repeat(64)]);
});
