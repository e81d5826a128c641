/** Writes one generation after the other as fast as it is asked: each line on stdin asks for one. */
import { createInterface } from 'node:readline';
import { nodeFileSystem } from '../../src/library/file-system.ts';
import { smallWriter } from './small-library.ts';
import { manySwapNotes, swapDimensions } from './swap-notes.ts';

const [, , folder = ''] = process.argv;
let state = 0;
for await (const _ of createInterface({ input: process.stdin })) {
  state += 1;
  const { generation } = smallWriter(
    nodeFileSystem,
    folder,
    manySwapNotes(state),
    swapDimensions,
  ).commit();
  process.stdout.write(`${generation}\n`);
}
