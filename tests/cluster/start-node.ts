/** One Weaviate server on loopback, in a process of its own that ends with this one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface NodePorts {
  readonly http: number;
  readonly grpc: number;
  readonly gossip: number;
  /** Between nodes. */
  readonly exchange: number;
  /** The next one to it is taken as well: nodes on one machine look for each other's there. */
  readonly raft: number;
}

export interface NodePlan {
  /** The server's program. */
  readonly program: string;
  readonly name: string;
  readonly ports: NodePorts;
  /** Keeps what it stores, and its log. */
  readonly folder: string;
  /** Variables over those of a lone node. */
  readonly settings: Readonly<Record<string, string>>;
}

/** It comes back on the same ports with what it had stored. */
export interface RunningNode {
  readonly name: string;
  readonly url: string;
  readonly grpcPort: number;
  readonly folder: string;
  /** Of the process that runs now, or ran last. */
  pid(): number;
  /** As a power cut ends it; settles once it is gone. */
  kill(): Promise<void>;
  /** Settles once it answers. */
  start(): Promise<void>;
  /** Asks it to end and waits; killed where it takes longer than a minute. */
  stop(): Promise<void>;
}

const readyWithinMs = 90_000;
const stopWithinMs = 60_000;
const shownOfLog = 3_000;

/** The node, its process started; whoever needs it ready waits for `whenReady`. */
export function startNode(plan: NodePlan): RunningNode & { whenReady(): Promise<void> } {
  const { name, ports, folder } = plan;
  const url = `http://127.0.0.1:${ports.http}`;
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, 'log.txt');
  let running = launch(plan, logFile);
  const whenReady = () =>
    until(async () => {
      if (hasEnded(running)) throw new Error(`${name} ended. ${lastOf(logFile)}`);
      return await isReady(url);
    }, `${name} did not get ready. It wrote to ${logFile}`);
  const end = async (signal: NodeJS.Signals) => {
    if (hasEnded(running)) return;
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
  };
  return {
    name,
    url,
    grpcPort: ports.grpc,
    folder,
    pid: () => running.pid ?? 0,
    kill: () => end('SIGKILL'),
    async start() {
      await end('SIGKILL');
      running = launch(plan, logFile);
      await whenReady();
    },
    async stop() {
      const late = setTimeout(() => running.kill('SIGKILL'), stopWithinMs);
      await end('SIGTERM');
      clearTimeout(late);
    },
    whenReady,
  };
}

function launch({ program, name, ports, folder, settings }: NodePlan, logFile: string) {
  const log = openSync(logFile, 'a');
  const address = ['--host', '127.0.0.1', '--port', String(ports.http), '--scheme', 'http'];
  const started = spawn(program, address, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      CLUSTER_HOSTNAME: name,
      CLUSTER_IN_LOCALHOST: 'true',
      CLUSTER_ADVERTISE_ADDR: '127.0.0.1',
      CLUSTER_GOSSIP_BIND_PORT: String(ports.gossip),
      CLUSTER_DATA_BIND_PORT: String(ports.exchange),
      RAFT_PORT: String(ports.raft),
      RAFT_INTERNAL_RPC_PORT: String(ports.raft + 1),
      GRPC_PORT: String(ports.grpc),
      PERSISTENCE_DATA_PATH: join(folder, 'stored'),
      AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: 'true',
      AUTOSCHEMA_ENABLED: 'false',
      DEFAULT_VECTORIZER_MODULE: 'none',
      DISABLE_TELEMETRY: 'true',
      GO_PROFILING_DISABLE: 'true',
      LOG_LEVEL: 'warning',
      // How full the disk of this machine is says nothing about Groundwork.
      DISK_USE_WARNING_PERCENTAGE: '100',
      DISK_USE_READONLY_PERCENTAGE: '100',
      // Its default search by words leaves out most of what was written in the last minute (docs/scale.md).
      USE_BLOCKMAX_WAND: 'false',
      ...settings,
    },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  endWithThisProcess(started);
  return started;
}

/** A test run that is stopped half-way leaves no server behind. */
function endWithThisProcess(started: ChildProcess): void {
  const kill = () => started.kill('SIGKILL');
  process.once('exit', kill);
  started.once('exit', () => process.off('exit', kill));
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function lastOf(logFile: string): string {
  return `Its log ends:\n${readFileSync(logFile, 'utf8').slice(-shownOfLog)}`;
}

async function isReady(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2_000);
    return (await fetch(`${url}/v1/.well-known/ready`, { signal })).ok;
  } catch {
    return false;
  }
}

/** Whether somebody accepts connections on that port of loopback. */
export async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** @throws Error with `failure` when it is still false after a minute and a half */
export async function until(isTrue: () => Promise<boolean>, failure: string): Promise<void> {
  const giveUpAt = Date.now() + readyWithinMs;
  while (!(await isTrue())) {
    if (Date.now() > giveUpAt) throw new Error(`${failure}.`);
    await wait(100);
  }
}
