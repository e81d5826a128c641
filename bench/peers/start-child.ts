/** The benchmark's side of a process that holds one contender. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChildReply, ChildRequest, ChildTask } from './child-protocol.ts';

const entry = fileURLToPath(new URL('./child.ts', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const shownOfErrors = 2_000;

/** A process that did not do what it was asked to; the message says why, for the table. */
export class ChildError extends Error {}

export class PeerChild {
  readonly #process: ChildProcess;
  readonly #first: ChildTask;
  #begun = false;
  #errors = '';

  /** @param heapGb bound of its JavaScript heap */
  constructor(task: ChildTask, heapGb: number) {
    this.#first = task;
    this.#process = fork(entry, {
      cwd: root,
      execArgv: [
        ...['--import', 'tsx', '--expose-gc'],
        `--max-old-space-size=${Math.round(heapGb * 1_024)}`,
      ],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // LanceDB would tell of each new file.
      // On two cores LanceDB takes one thread for its work, and hung in one of two builds.
      env: { LANCE_CPU_THREADS: '2', ...process.env, RUST_LOG: 'error' },
    });
    this.#process.stderr?.on('data', (text) => {
      this.#errors = `${this.#errors}${text}`.slice(-shownOfErrors);
    });
  }

  /** What it says to its task. @throws ChildError when it ends, fails, or takes longer than that */
  async start(limitMs: number): Promise<ChildReply> {
    this.#begun = true;
    return this.#say(this.#first, limitMs);
  }

  /** @throws ChildError likewise */
  async ask(request: ChildRequest, limitMs: number): Promise<ChildReply> {
    if (!this.#begun) throw new ChildError('It has not been started.');
    return this.#say(request, limitMs);
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) return resolve();
      this.#process.once('exit', () => resolve());
      this.#process.kill('SIGKILL');
    });
  }

  #say(message: ChildTask | ChildRequest, limitMs: number): Promise<ChildReply> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#process.off('message', hear);
        this.#process.off('exit', gone);
        act();
      };
      const hear = (reply: ChildReply): void =>
        settle(() => {
          if (reply.kind === 'failed') reject(new ChildError(reply.message));
          else resolve(reply);
        });
      const gone = (): void => settle(() => reject(new ChildError(lastWords(this.#errors))));
      const timer = setTimeout(
        () => settle(() => reject(new ChildError(`stopped after ${limitMs / 60_000} min`))),
        limitMs,
      );
      this.#process.on('message', hear);
      this.#process.once('exit', gone);
      this.#process.send(message);
    });
  }
}

/** The reply, which must be of that kind. */
export function expectKind<Kind extends ChildReply['kind']>(
  reply: ChildReply,
  kind: Kind,
): Extract<ChildReply, { kind: Kind }> {
  if (reply.kind !== kind) throw new ChildError(`It said "${reply.kind}" instead of "${kind}".`);
  return reply as Extract<ChildReply, { kind: Kind }>;
}

/** Why a contender is out. @throws again what is the benchmark's own failure */
export function reasonOf(error: unknown): string {
  if (error instanceof ChildError) return error.message;
  throw error;
}

function lastWords(errors: string): string {
  if (/heap out of memory|Allocation failed/i.test(errors)) return 'ran out of memory';
  const line = errors.split('\n').findLast((text) => /error/i.test(text));
  return line?.trim() ?? 'the process ended';
}
