/** Schemathesis, which makes requests out of the OpenAPI document and judges the replies by it. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SchemathesisRun {
  /** Of the server, whose `/openapi.json` is read. */
  readonly url: string;
  /** For each operation and each way of making requests. */
  readonly examples: number;
  readonly seed: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly phases?: readonly ('examples' | 'coverage' | 'fuzzing' | 'stateful')[];
  readonly withoutChecks?: readonly string[];
  /** Whether it makes up keys too; true unless given. */
  readonly makesKeysUp?: boolean;
  /** Patterns of paths, at most one of the two. */
  readonly only?: string;
  readonly except?: string;
  /** One operation more to leave out, as `POST /path`. */
  readonly exceptOperation?: string;
}

export interface SchemathesisReport {
  readonly passed: boolean;
  readonly operations: number;
  /** Requests that were sent. */
  readonly requests: number;
  /** What it printed. */
  readonly text: string;
}

const configFile = fileURLToPath(new URL('./schemathesis.toml', import.meta.url));

/** The program, out of `SCHEMATHESIS` or of the PATH; undefined where there is none. */
export function findSchemathesis(): string | undefined {
  const program = process.env['SCHEMATHESIS'] || 'schemathesis';
  const { status } = spawnSync(program, ['--version'], { stdio: 'ignore' });
  return status === 0 ? program : undefined;
}

export async function runSchemathesis(
  program: string,
  run: SchemathesisRun,
): Promise<SchemathesisReport> {
  const { url, examples, seed, headers = {}, phases, withoutChecks = [], only, except } = run;
  const { makesKeysUp = true, exceptOperation } = run;
  // It keeps what it learned in the folder where it runs.
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-schemathesis-'));
  try {
    const child = spawn(
      program,
      [
        ...['--config-file', configFile, '--no-color', 'run', `${url}/openapi.json`],
        ...['--max-examples', String(examples), '--seed', String(seed)],
        ...['--generation-database', 'none', '--request-timeout', '20'],
        ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
        ...(phases ? ['--phases', phases.join(',')] : []),
        ...(withoutChecks.length > 0 ? ['--exclude-checks', withoutChecks.join(',')] : []),
        ...['--generation-with-security-parameters', String(makesKeysUp)],
        ...(only ? ['--include-path-regex', only] : []),
        ...(except ? ['--exclude-path-regex', except] : []),
        ...(exceptOperation ? ['--exclude-name', exceptOperation] : []),
      ],
      { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
    }
    const code = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const text = said.join('');
    return {
      passed: code === 0,
      operations: Number(/Tested: (\d+)/.exec(text)?.[1] ?? 0),
      requests: Number(/([\d,]+) generated/.exec(text)?.[1]?.replaceAll(',', '') ?? 0),
      text,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
