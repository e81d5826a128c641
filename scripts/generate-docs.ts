/** Writes `.env.example` and the generated parts of the README. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readMeasured } from '../bench/peers/measured.ts';
import { speedSummary } from '../bench/peers/speed-summary.ts';
import { configTable, envExample, replaceBetween } from '../src/config-docs.ts';

const root = new URL('../', import.meta.url);
const readme = new URL('README.md', root);
const report = new URL('docs/evaluation.md', root);
const withConfig = replaceBetween(readFileSync(readme, 'utf8'), 'config', configTable());
const evaluation = existsSync(report)
  ? (readFileSync(report, 'utf8').split('\n\n## ')[0] ?? '')
      .split('\n\n')
      .slice(1)
      .join('\n\n')
      .trim()
  : 'Not measured yet.';
const speed = speedSummary(readMeasured(fileURLToPath(new URL('docs/bench-peers.json', root))));
const withFigures = replaceBetween(withConfig, 'evaluation', evaluation);
writeFileSync(readme, replaceBetween(withFigures, 'speed', speed));
writeFileSync(new URL('.env.example', root), envExample());
