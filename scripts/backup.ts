import { runCli } from '../src/cli.ts';
import { loadEnvironment } from './load-environment.ts';

process.exitCode = await runCli(['backup', ...process.argv.slice(2)], loadEnvironment());
