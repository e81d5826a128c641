/**
 * One server process for every file beside it, and at the end the proof that it lived through
 * them all: the same process, nothing uncaught, as many open files as at the start, a clean exit.
 */
import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { builtPage } from '../../fakes/built-page.ts';
import { hasProc, openDescriptors } from '../process-figures.ts';
import { startUnderTest } from '../start-under-test.ts';
import './the-server.ts';
import { reportFigure } from '../tier.ts';

const groundwork = fileURLToPath(new URL('../../../bin/groundwork.mjs', import.meta.url));
/** The files of the store and of the log that a running server may have opened since. */
const descriptorSlack = 8;
const settleMs = 10_000;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await builtPage();
  const server = await startUnderTest();
  const { url, pid, model, dataFolder } = server;
  const keys = { read: addKey(dataFolder, 'read'), admin: addKey(dataFolder, 'admin') };
  project.provide('server', { url, pid, keys, modelUrl: model.url, modelWatchUrl: model.watchUrl });
  // The first answer opens what stays open.
  await (await fetch(`${url}/api/chat`, askingOnce)).text();
  const atStart = hasProc ? openDescriptors(pid) : 0;

  return async () => {
    const problems: string[] = [];
    const exited = await Promise.race([server.ended, wait(0, 'alive' as const)]);
    if (exited === 'alive') {
      if (hasProc) {
        const atEnd = await settledDescriptors(pid, atStart + descriptorSlack);
        reportFigure({
          figure: 'Open file descriptors of the one server, from start to end',
          asked: `+- ${descriptorSlack}`,
          measured: `${atStart} to ${atEnd}`,
        });
        if (atEnd > atStart + descriptorSlack) problems.push(`${atEnd - atStart} files stay open`);
      }
      const code = await server.stop();
      if (code !== 0) problems.push(`it ended with exit code ${code}`);
    } else problems.push(`it died on the way, with exit code ${exited}`);
    problems.push(...server.uncaught);
    reportFigure({
      figure: 'The one server process lives to the end of all tests, nothing uncaught, exit code 0',
      asked: 'yes',
      measured: problems.length === 0 ? 'yes' : problems.join('; '),
    });
    if (problems.length > 0) {
      process.exitCode = 1;
      throw new Error(`The server under test: ${problems.join('; ')}.`);
    }
  };
}

/** As an operator does, beside the running server. */
function addKey(dataFolder: string, scope: 'read' | 'admin'): string {
  const added = spawnSync(
    process.execPath,
    [groundwork, 'keys', 'add', '--name', `hardening ${scope}`, '--scope', scope],
    { encoding: 'utf8', env: { ...process.env, DATA_DIR: dataFolder } },
  );
  if (added.status !== 0) throw new Error(`The key could not be made: ${added.stderr}`);
  return added.stdout.trim();
}

const askingOnce = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ question: 'How does LoRA save memory?', stream: true }),
};

/** Sockets of the last test may take a moment to go. */
async function settledDescriptors(pid: number, enough: number): Promise<number> {
  const giveUpAt = Date.now() + settleMs;
  while (openDescriptors(pid) > enough && Date.now() < giveUpAt) await wait(200);
  return openDescriptors(pid);
}
