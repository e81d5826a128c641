/** Pictures of pages -> their text, by Tesseract where it is installed. */
import { spawn } from 'node:child_process';

export interface Recogniser {
  /**
   * @param picture a PGM or PPM file
   * @returns lines, paragraphs parted by an empty one; undefined where it failed or took too long
   */
  recognise(picture: Uint8Array): Promise<string | undefined>;
  /** Ends what runs. */
  close(): void;
}

/** Languages that are read at once: each makes a page slower. */
const mostLanguages = 3;
const listMs = 5_000;
/** Longest text of a page, in bytes. */
const mostBytes = 1_000_000;

/**
 * Found through the shell's search path. It gets no variable of the environment but the two that it
 * needs: where programs are, and where its languages are.
 */
const script =
  'exec env -i PATH="$PATH" OMP_THREAD_LIMIT=1 ' +
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
  '${TESSDATA_PREFIX:+TESSDATA_PREFIX="$TESSDATA_PREFIX"} tesseract "$@"';

/** @param pageMs for one page. @returns undefined where Tesseract is not installed */
export async function findRecogniser(pageMs = 30_000): Promise<Recogniser | undefined> {
  const running = new Set<() => void>();
  const listed = await run(['--list-langs'], new Uint8Array(), listMs, running);
  if (listed === undefined) return undefined;
  const all = listed.split('\n').map((line) => line.trim());
  const found = all.filter((name) => /^[a-z]{3}(?:_[a-z]+)?$/i.test(name) && name !== 'osd');
  if (found.length === 0) return undefined;
  const languages = [...found]
    .sort((one, other) => Number(other === 'eng') - Number(one === 'eng'))
    .slice(0, mostLanguages)
    .join('+');
  return {
    recognise: (picture) => run(['-', '-', '-l', languages], picture, pageMs, running),
    close: () => {
      for (const end of running) end();
    },
  };
}

/** What it writes; undefined where it cannot be started, fails or takes too long. */
function run(
  args: readonly string[],
  input: Uint8Array,
  limitMs: number,
  running: Set<() => void>,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', script, 'sh', ...args], {
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
    });
    const parts: Buffer[] = [];
    let size = 0;
    const end = () => {
      try {
        // The whole group: what it started ends with it.
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const timer = setTimeout(end, limitMs);
    running.add(end);
    const settle = (text: string | undefined) => {
      clearTimeout(timer);
      running.delete(end);
      resolve(text);
    };
    child.on('error', () => settle(undefined));
    child.on('close', (code) =>
      settle(code === 0 ? Buffer.concat(parts).toString('utf8') : undefined),
    );
    child.stdout.on('data', (part: Buffer) => {
      size += part.length;
      if (size > mostBytes) end();
      else parts.push(part);
    });
    // It may end before it has read all.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
