/**
 * `npm run test:cluster`: Groundwork over three nodes of Weaviate on this machine. Says loudly that it
 * tried nothing where there is no server and no way to build one. With `--release` it tries more, and writes
 * the figures to docs/cluster.json and into docs/scale.md. Further words go to vitest: names of files.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machineCard } from '../bench/peers/machine-card.ts';
import { replaceSection } from '../bench/scale/replace-section.ts';
import { findServer, serverVersion } from '../tests/cluster/find-server.ts';
import { type ReportRow, readReportRows, reportTable } from './report-rows.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const heading = '## Measured: nodes that die';

const words = process.argv.slice(2);
const isRelease = words.includes('--release');
const server = await findServer(process.env);
if ('missing' in server) {
  console.warn(`\nSKIPPED: nothing was tried on a cluster. ${server.missing}\n`);
} else {
  process.exitCode = runTests(server.path);
}

function runTests(path: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-cluster-rows-'));
  const rows = join(folder, 'rows.jsonl');
  writeFileSync(rows, '');
  try {
    const { status } = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules', 'vitest', 'vitest.mjs'),
        ...['run', '--config', join(root, 'tests', 'cluster', 'vitest.config.ts')],
        ...words.filter((word) => word !== '--release'),
      ],
      {
        cwd: root,
        stdio: 'inherit',
        env: {
          ...process.env,
          WEAVIATE_SERVER: path,
          ...(isRelease && { TIER: 'release', HARDENING_ROWS: rows }),
        },
      },
    );
    if (isRelease) writeFigures(readReportRows(rows), status === 0);
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeFigures(all: readonly ReportRow[], isPassed: boolean): void {
  const taken = [
    new Date().toISOString().slice(0, 10),
    machineCard(),
    `Weaviate ${serverVersion}`,
    ...(isPassed ? [] : ['a run in which a test failed']),
  ].join(', ');
  const rows = all.map(({ test: _, ...row }) => row);
  const json = `${JSON.stringify({ taken, rows }, null, 1)}\n`;
  writeFileSync(join(root, 'docs', 'cluster.json'), json);
  const report = join(root, 'docs', 'scale.md');
  const section = `${heading}

Made by \`npm run test:cluster -- --release\`, which writes this section and [cluster.json](cluster.json). ${taken}. Three nodes, \`WEAVIATE_REPLICATION=3\`,
\`kill -9\`. Bound: no failure in n trials puts the rate of failures below 3/n, at 95 %.

${reportTable(rows)}
`;
  writeFileSync(report, replaceSection(readFileSync(report, 'utf8'), heading, section));
}
