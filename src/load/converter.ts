/**
 * The parent's side of conversion: hands untrusted files to a child process, one at a time, and ends
 * the child that takes too long or too much memory. What it parses never runs in this process.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { PassingInputError, UserInputError } from '../errors.ts';
import type { MediaType } from '../types.ts';
import { type ChildReply, type ChildRequest, childReplySchema } from './convert/child-protocol.ts';
import type { ArchiveEntry, Converted, PageReading } from './convert/contract.ts';
import { type LeftOutPages, TesseractMissingError } from './left-out-pages.ts';
import { findRecogniser, type Recogniser } from './recognise-text.ts';

/** A converted file, with what was left out of it. */
export type Conversion = Converted & { readonly leftOut?: LeftOutPages };

export interface Converter {
  /**
   * @param claimed what the file's name says, undefined where it says nothing
   * @throws UserInputError naming the file and what is wrong with it
   */
  convert(bytes: Uint8Array, uri: string, claimed: MediaType | undefined): Promise<Conversion>;
  /** Whether pages that are pictures can be read: Tesseract is installed. */
  canRecognise(): Promise<boolean>;
  /** The files in an archive. @throws UserInputError likewise */
  list(bytes: Uint8Array, uri: string): Promise<readonly ArchiveEntry[]>;
  /** Files of an archive by name, or why one cannot be unpacked. @throws UserInputError likewise */
  extract(
    bytes: Uint8Array,
    uri: string,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, Uint8Array | UserInputError>>;
  close(): void;
}

export interface ConverterOptions {
  /** Resident memory of the child beside three times the file (of text at most 30 MB), in bytes. */
  readonly maxBytes?: number;
  /** For files up to 2 MB; each further one adds 8 s: a book of 350 pages takes 10 s here. */
  readonly timeoutMs?: number;
}

/** Changes when converters make another text of the same bytes: then files are converted again. */
export const converterVersion = 1;

/** Heap of the child, in MB: what is left of its memory is for buffers and code. */
const heapMegabytes = 192;
const watchMs = 10;
/** Nice value of the child: others have the processor before it. */
const politeness = 10;
/** On a machine that does other work a file may last this many times what it is allowed to work. */
const longestWait = 3;
/** Larger files are not read; of text less makes a document that is too long. */
export const mostBytes = 128_000_000;
const mostTextBytes = 24_000_000;
/** Text has this at most beside `maxBytes`. */
const mostTextMemory = 30_000_000;
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
  let recogniser: Promise<Recogniser | undefined> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const end = () => {
    child?.kill('SIGKILL');
    child = undefined;
  };

  const run = (request: ChildRequest, uri: string): Promise<ChildReply> => {
    const most = isPacked(request.bytes) ? mostBytes : mostTextBytes;
    if (request.bytes.length > most) {
      const given = Math.round(request.bytes.length / 1e6);
      const reason = `is of ${given} MB, at most ${most / 1e6} are read; split it`;
      return Promise.reject(refusal(uri, reason));
    }
    // One that ended by itself, between two files, is no fault of the next.
    if (child?.connected === false) end();
    if (child === undefined) files = 0;
    const asked = child ?? startChild();
    child = asked;
    files += 1;
    return new Promise((resolve, reject) => {
      const started = performance.now();
      const busyBefore = processorMs(asked);
      const size = request.bytes.length;
      const isText = !isPacked(request.bytes);
      const allowedMs = timeoutMs + (isText ? 0 : Math.max(0, size / 1_000_000 - 2) * 8_000);
      const allowedBytes = maxBytes + (isText ? Math.min(3 * size, mostTextMemory) : 3 * size);
      const settle = (work: () => void) => {
        clearInterval(watch);
        asked.off('message', onMessage);
        asked.off('exit', onExit);
        asked.channel?.unref();
        work();
      };
      const fail = (reason: string, Kind: typeof UserInputError = UserInputError) =>
        settle(() => {
          end();
          reject(refusal(uri, reason, Kind));
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
        const took = processorMs(asked) - busyBefore;
        const lastedMs = performance.now() - started;
        if (took > allowedMs || lastedMs > longestWait * allowedMs) {
          // Where it is the machine that was busy, the file is as good as it was.
          const isBusy = took > 0 && took <= allowedMs;
          const reason = `takes longer than the ${Math.round(allowedMs / 1000)} s that are allowed`;
          fail(reason, isBusy ? PassingInputError : UserInputError);
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

  const findOnce = async (): Promise<Recogniser | undefined> => {
    recogniser ??= findRecogniser();
    const found = await recogniser;
    // It may be installed while the server runs.
    if (found === undefined) recogniser = undefined;
    return found;
  };

  return {
    convert: async (bytes, uri, claimed) => {
      const ask = async (readings: readonly PageReading[]) =>
        (await expect('converted', { job: 'convert', bytes, uri, claimed, readings }, uri))
          .converted;
      const { pictures = [], ...converted } = await ask([]);
      if (pictures.length === 0) return converted;
      const found = await findOnce();
      const readings: PageReading[] = [];
      for (const page of found ? pictures : []) {
        const picture = await expect('picture', { job: 'picture', bytes, page }, uri)
          .then((reply) => reply.bytes)
          .catch(() => new Uint8Array());
        const text = picture.length > 0 ? await found!.recognise(picture) : undefined;
        if (text?.trim()) readings.push({ page, text });
      }
      const read = readings.length > 0 ? await ask(readings) : converted;
      const left = pictures.filter((page) => readings.every((reading) => reading.page !== page));
      const notices = [...left.map((page) => pictureNotice(page, found)), ...read.notices];
      if (read.text.trim() === '') {
        const Kind = found === undefined ? TesseractMissingError : PassingInputError;
        throw refusal(uri, `holds no text. ${notices[0]!.slice(0, -1)}`, Kind);
      }
      const cause = found === undefined ? 'tesseract-missing' : 'nothing-read';
      return { ...read, notices, ...(left.length > 0 && { leftOut: { cause, pages: left } }) };
    },
    canRecognise: async () => (await findOnce()) !== undefined,
    list: async (bytes, uri) => (await expect('entries', { job: 'list', bytes }, uri)).entries,
    extract: async (bytes, uri, names) => {
      const { files: found } = await expect('files', { job: 'extract', bytes, names }, uri);
      return new Map(
        found.map(({ name, content }) => [
          name,
          typeof content === 'string' ? refusal(`${uri}/${name}`, content) : content,
        ]),
      );
    },
    close: () => {
      end();
      void recogniser?.then((found) => found?.close());
    },
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
  try {
    // Answers come first.
    if (child.pid !== undefined) setPriority(child.pid, politeness);
  } catch {
    // Then it competes with them.
  }
  // A child at rest keeps nobody from ending.
  child.unref();
  child.channel?.unref();
  child.on('error', () => undefined);
  return child;
}

function pictureNotice(page: number, found: Recogniser | undefined): string {
  return found === undefined
    ? `Page ${page} is a picture; install Tesseract to have it read.`
    : `Page ${page} is a picture, and Tesseract read nothing in it.`;
}

function refusal(uri: string, reason: string, Kind = UserInputError): UserInputError {
  return new Kind(`File "${uri}" ${reason}.`);
}

/** PDF, zip and what is made of it: their bytes are not their text. */
function isPacked(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 1_024)).toString('latin1');
  return head.startsWith('PK') || head.includes('%PDF-');
}

/** What it has worked, in ms; 0 where the system does not tell: then the clock alone counts. */
function processorMs({ pid }: ChildProcess): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Fields 14 and 15 of proc(5), in ticks of a hundredth of a second; the name before may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

/** 0 where the system does not tell (it does on Linux): then heap and time alone are bounded. */
function residentBytes({ pid }: ChildProcess): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4_096;
  } catch {
    return 0;
  }
}
