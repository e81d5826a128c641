/** What Linux tells of a running process. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export const hasProc = existsSync('/proc/self/status');

/** Resident memory of the process, in bytes. */
export function residentBytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) * 1024;
}

/** Open file descriptors of the process: files, sockets and pipes. */
export function openDescriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Watches the memory of a process; `stop` gives the greatest that was seen, in bytes. */
export function watchMemory(pid: number, everyMs = 100): { stop(): number } {
  let greatest = residentBytes(pid);
  const look = () => {
    greatest = Math.max(greatest, residentBytes(pid));
  };
  const timer = setInterval(look, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return greatest;
    },
  };
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
