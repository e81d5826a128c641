/** Runs a program where only loopback exists and reads from strace whom it tried to reach. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One attempt at an address of the internet protocols, reached or not. */
export interface Attempt {
  readonly address: string;
  readonly port: number;
}

export interface WatchedRun {
  readonly attempts: readonly Attempt[];
  readonly printed: string;
  readonly code: number | null;
}

/** Why it cannot be done on this machine; undefined where it can. */
export function whyNoConnectLog(): string | undefined {
  const inNamespace = spawnSync('unshare', ['-rn', 'sh', '-c', 'ip link set lo up']);
  if (inNamespace.status !== 0) return 'no network namespace may be made here (unshare -rn)';
  const traced = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']);
  return traced.status === 0 ? undefined : 'strace is not here, or may not trace';
}

/** @param variables over those of this process */
export async function runWithConnectLog(
  command: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<WatchedRun> {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-egress-'));
  const log = join(folder, 'strace.log');
  try {
    const child = spawn(
      'unshare',
      [
        '-rn',
        'sh',
        '-c',
        'ip link set lo up && exec strace -f -qq --seccomp-bpf -e trace=connect,sendto,sendmsg,sendmmsg -o "$0" "$@"',
        log,
        ...command,
      ],
      { env: { ...process.env, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    const [code] = (await once(child, 'close')) as [number | null];
    return { attempts: attemptsIn(readFileSync(log, 'utf8')), printed, code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In the order of the log; with IPv6 addresses as strace writes them. */
function attemptsIn(log: string): Attempt[] {
  const address =
    /sa_family=AF_INET6?, sin6?_port=htons\((\d+)\)[^}]*?(?:inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)")/g;
  return [...log.matchAll(address)].map(([, port, four, six]) => ({
    address: (four ?? six)!,
    port: Number(port),
  }));
}
