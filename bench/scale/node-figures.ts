/** What a running server takes of the machine. Linux alone tells it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface NodeFigures {
  /** Memory that is the process's own: its heap, with the graph and the vectors. */
  readonly ownBytes: number;
  /** Pages of its files that are in memory; the system takes them back when it needs room. */
  readonly fileBytes: number;
  /** Greatest sum of the two so far. */
  readonly peakBytes: number;
  readonly cpuSeconds: number;
  readonly diskBytes: number;
}

/** Clock ticks of a second, on every Linux that Node runs on. */
const ticks = 100;

/** @param folder where it keeps what it stores */
export function nodeFigures(pid: number, folder: string): NodeFigures {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytesOf = (name: string) =>
    1_024 * Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  // The name of the program stands in brackets and may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return {
    ownBytes: bytesOf('RssAnon'),
    fileBytes: bytesOf('RssFile'),
    peakBytes: bytesOf('VmHWM'),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticks,
    diskBytes: sizeOf(folder),
  };
}

/** Of what is allocated: some files are made longer than what is in them. */
function sizeOf(folder: string): number {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    // Files come and go while the server merges them.
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    if (found?.isFile()) bytes += found.blocks * 512;
  }
  return bytes;
}
