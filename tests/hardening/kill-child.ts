/**
 * Ingests one state of a corpus after the other until it is killed, and says on stdout what was
 * acknowledged. Arguments: corpus folder, data folder, first state, kind of ingestion, the file operation
 * before which it kills itself, or 0, and `once` where it is to end after one.
 */
import { rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type FileSystem, nodeFileSystem } from '../../src/library/file-system.ts';
import { createFakeEmbedder } from '../fakes/fake-embedder.ts';
import { fileNames, notesOf } from './kill-states.ts';
import { ingestNotes } from './plain-ingestion.ts';

const [, , corpusFolder = '', dataFolder = '', from = '0', kind = 'words', killAt = '0', end] =
  process.argv;

let operations = 0;
const step = (): void => {
  operations += 1;
  if (operations === Number(killAt)) process.kill(process.pid, 'SIGKILL');
};
const stepped =
  <Given extends unknown[], Result>(work: (...given: Given) => Result) =>
  (...given: Given): Result => {
    step();
    return work(...given);
  };
const fileSystem: FileSystem = {
  ...nodeFileSystem,
  makeFolder: stepped(nodeFileSystem.makeFolder),
  rename: stepped(nodeFileSystem.rename),
  remove: stepped(nodeFileSystem.remove),
  syncFolder: stepped(nodeFileSystem.syncFolder),
  createFile: stepped((path: string) => {
    const file = nodeFileSystem.createFile(path);
    return { ...file, write: stepped(file.write), sync: stepped(file.sync) };
  }),
};
for (let state = Number(from); ; state += 1) {
  const notes = notesOf(state, kind === 'two-pass');
  for (const name of fileNames) {
    const text = notes[name];
    if (text === undefined) rmSync(join(corpusFolder, name), { force: true });
    else writeFileSync(join(corpusFolder, name), text);
  }
  writeSync(1, `begin ${state}\n`);
  const { generation } = await ingestNotes({
    corpusFolder,
    dataFolder,
    fileSystem,
    embedder: kind === 'words' ? null : createFakeEmbedder(8),
  });
  writeSync(1, `done ${state} ${generation}\n`);
  if (end === 'once') break;
}
