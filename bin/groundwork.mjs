#!/usr/bin/env node
import { register } from 'tsx/esm/api';

register();
const { runCli } = await import('../src/cli.ts');
const { loadEnvironment } = await import('../scripts/load-environment.ts');
process.exitCode = await runCli(process.argv.slice(2), loadEnvironment());
