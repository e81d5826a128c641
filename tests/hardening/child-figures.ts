/** What Linux tells of the process that converts files for this one. */
import { readdirSync, readFileSync } from 'node:fs';

/** The converter's child, or undefined while there is none. */
export function converterChild(): number | undefined {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => parentOf(pid) === process.pid && commandOf(pid).includes('child-start.mjs'));
}

/** Greatest resident memory that the process ever had, in bytes; 0 once it has ended. */
export function peakBytes(pid: number): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(line?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Processor time that the process has used, in milliseconds; 0 once it has ended. */
export function processorMs(pid: number): number {
  const [user = 0, system = 0] = (fieldsOf(pid) ?? []).slice(11, 13).map(Number);
  // Linux counts hundredths of a second.
  return (user + system) * 10;
}

function parentOf(pid: number): number | undefined {
  const parent = fieldsOf(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** What `/proc` tells in one line, from the state of the process on. */
function fieldsOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
