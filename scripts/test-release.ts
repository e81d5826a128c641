/**
 * The release tier of the tests under load and attack, and its figures as docs/hardening.md. The
 * soak lasts ten minutes, or as many as `--soak <minutes>` says; 0 leaves it out. Names of test files
 * after that run those alone, and the report says so.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { ReportRow } from '../tests/hardening/tier.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const report = join(root, 'docs', 'hardening.md');
const rowSchema = z.strictObject({
  figure: z.string(),
  asked: z.string(),
  measured: z.string(),
  n: z.int().exactOptional(),
  bound: z.number().exactOptional(),
});

const projects = ['--project', 'hardening', '--project', 'one-server'];
const { values, positionals: only } = parseArgs({
  options: { soak: { type: 'string', default: '10' } },
  allowPositionals: true,
});
const minutes = z.coerce.number().min(0).parse(values.soak);
const folder = mkdtempSync(join(tmpdir(), 'groundwork-release-'));
const rows = join(folder, 'rows.jsonl');
writeFileSync(rows, '');
try {
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...projects, ...only],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        TIER: 'release',
        HARDENING_ROWS: rows,
        SOAK_MINUTES: String(minutes),
      },
    },
  );
  const kept = readFileSync(rows, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): ReportRow => rowSchema.parse(JSON.parse(line)));
  writeFileSync(report, reportOf(kept, status === 0));
  console.log(`Wrote ${report}`);
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function reportOf(kept: readonly ReportRow[], isPassed: boolean): string {
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  });
  const changes = spawnSync('git', ['status', '--porcelain', '--untracked-files=no'], {
    cwd: root,
    encoding: 'utf8',
  });
  const revision = `${commit.stdout.trim()}${changes.stdout.trim() === '' ? '' : ' with changes'}`;
  return `# Under load and attack

Written by \`npm run test:release\`. ${isPassed ? 'All tests passed.' : 'Some tests failed.'} The quick tier of the same tests is part of \`npm test\`.
${only.length > 0 ? `\nOf them these were run: ${only.join(', ')}.\n` : ''}
- Machine: ${availableParallelism()} cores, ${cpus()[0]?.model.trim() || 'unnamed processor'}
- Node ${process.versions.node}, commit ${revision}, ${new Date().toISOString().slice(0, 10)}
- Bound: no failure in n trials puts the rate of failures below 3/n, at 95 %.

| Figure | Asked | Measured | n | Bound |
| --- | --- | --- | --- | --- |
${kept.map(lineOf).join('\n')}
`;
}

function lineOf({ figure, asked, measured, n, bound }: ReportRow): string {
  const shown = bound === undefined ? '' : `${Number((bound * 100).toPrecision(2))} %`;
  const cells = [figure, asked, measured, n?.toLocaleString('en-GB') ?? '', shown];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
