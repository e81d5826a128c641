/**
 * The parent's side of conversion: hands untrusted files to a child process, one at a time, and ends
 * the child that takes too long or too much memory. What it parses never runs in this process.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UserInputError } from '../errors.ts';
import type { MediaType } from '../types.ts';
import { type ChildReply, type ChildRequest, childReplySchema } from './convert/child-protocol.ts';
import type { ArchiveEntry, Converted } from './convert/contract.ts';

export interface Converter {
  /**
   * @param claimed what the file's name says, undefined where it says nothing
   * @throws UserInputError naming the file and what is wrong with it
   */
  convert(bytes: Uint8Array, uri: string, claimed: MediaType | undefined): Promise<Converted>;
  /** The files in an archive. @throws UserInputError likewise */
  list(bytes: Uint8Array, uri: string): Promise<readonly ArchiveEntry[]>;
  /** One file of an archive. @throws UserInputError likewise */
  extract(bytes: Uint8Array, uri: string, name: string): Promise<Uint8Array>;
  close(): void;
}

export interface ConverterOptions {
  /** Resident memory of the child beside three times the file, in bytes. */
  readonly maxBytes?: number;
  /** For files up to 2 MB; each further one adds 2 s. */
  readonly timeoutMs?: number;
}

/** Changes when converters make another text of the same bytes: then files are converted again. */
export const converterVersion = 1;

/** Heap of the child, in MB: what is left of its memory is for buffers and code. */
const heapMegabytes = 192;
const watchMs = 25;
/** Files after which a fresh child takes over: parsers leak. */
const filesForChild = 500;
/** A child at rest that holds more is not used again. */
const restBytes = 200_000_000;

export function createConverter({
  maxBytes = 300_000_000,
  timeoutMs = 9_000,
}: ConverterOptions = {}): Converter {
  let child: ChildProcess | undefined;
  let files = 0;
  let last: Promise<unknown> = Promise.resolve();

  const end = () => {
    child?.kill('SIGKILL');
    child = undefined;
  };

  const run = (request: ChildRequest, uri: string): Promise<ChildReply> => {
    if (child === undefined) files = 0;
    const asked = child ?? startChild();
    child = asked;
    files += 1;
    return new Promise((resolve, reject) => {
      const started = performance.now();
      const size = request.bytes.length;
      const allowedMs = timeoutMs + Math.max(0, size / 1_000_000 - 2) * 2_000;
      const allowedBytes = maxBytes + 3 * size;
      const settle = (work: () => void) => {
        clearInterval(watch);
        asked.off('message', onMessage);
        asked.off('exit', onExit);
        asked.channel?.unref();
        work();
      };
      const fail = (reason: string) =>
        settle(() => {
          end();
          reject(refusal(uri, reason));
        });
      const onMessage = (message: unknown) => {
        const reply = childReplySchema.safeParse(message);
        if (!reply.success) return fail('could not be converted: it confused the converter');
        settle(() => {
          if (files >= filesForChild || residentBytes(asked) > restBytes) end();
          if (reply.data.kind === 'refused') reject(refusal(uri, reply.data.reason));
          else resolve(reply.data);
        });
      };
      const onExit = () =>
        fail(`needs more memory than the ${Math.round(allowedBytes / 1e6)} MB that are allowed`);
      const watch = setInterval(() => {
        if (performance.now() - started > allowedMs) {
          fail(`takes longer than the ${Math.round(allowedMs / 1000)} s that are allowed`);
        } else if (residentBytes(asked) > allowedBytes) onExit();
      }, watchMs);
      asked.on('message', onMessage);
      asked.on('exit', onExit);
      asked.channel?.ref();
      asked.send(request, (error) => {
        if (error) onExit();
      });
    });
  };

  /** One after the other: the limits are those of one file. */
  const inTurn = (request: ChildRequest, uri: string): Promise<ChildReply> => {
    const next = last.then(() => run(request, uri));
    last = next.catch(() => undefined);
    return next;
  };
  const expect = async <Kind extends ChildReply['kind']>(
    kind: Kind,
    request: ChildRequest,
    uri: string,
  ) => {
    const reply = await inTurn(request, uri);
    if (reply.kind !== kind) throw refusal(uri, 'could not be converted');
    return reply as Extract<ChildReply, { kind: Kind }>;
  };

  return {
    convert: async (bytes, uri, claimed) =>
      (await expect('converted', { job: 'convert', bytes, uri, claimed }, uri)).converted,
    list: async (bytes, uri) => (await expect('entries', { job: 'list', bytes }, uri)).entries,
    extract: async (bytes, uri, name) =>
      (await expect('bytes', { job: 'extract', bytes, name }, uri)).bytes,
    close: end,
  };
}

/** Knows nothing of ours: no variable of the environment, no folder, no output. */
function startChild(): ChildProcess {
  const child = fork(fileURLToPath(new URL('./convert/child-start.mjs', import.meta.url)), [], {
    env: {},
    execArgv: [`--max-old-space-size=${heapMegabytes}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // A child at rest keeps nobody from ending.
  child.unref();
  child.channel?.unref();
  child.on('error', () => undefined);
  return child;
}

function refusal(uri: string, reason: string): UserInputError {
  return new UserInputError(`File "${uri}" ${reason}.`);
}

/** 0 where the system does not tell (it does on Linux): then heap and time alone are bounded. */
function residentBytes({ pid }: ChildProcess): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4_096;
  } catch {
    return 0;
  }
}
