import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout = 30_000) => ({
  test: {
    name,
    include,
    testTimeout,
    hookTimeout: 60_000,
    // What is waited for comes in milliseconds, and later where the machine is busy.
    expect: { poll: { timeout: 10_000 } },
  },
});

/** Builds the page first. */
const withPage = (name: string, include: string[], testTimeout = 60_000) => ({
  test: { ...project(name, include, testTimeout).test, globalSetup: ['tests/global-setup.ts'] },
});

const isRelease = process.env['TIER'] === 'release';
const hardeningMs = isRelease ? 5_400_000 : 180_000;

/** One server process for all of its files, one after the other, and after everything else. */
const oneServer = {
  test: {
    ...project('one-server', ['tests/hardening/one-server/*.test.ts'], hardeningMs).test,
    globalSetup: ['tests/hardening/one-server/global-setup.ts'],
    fileParallelism: false,
    sequence: { groupOrder: 1 },
  },
};

export default defineConfig({
  test: {
    // Figures of a release are taken one after the other; else every core has its file.
    maxWorkers: isRelease ? 1 : Math.max(2, availableParallelism()),
    projects: [
      project('unit', ['tests/unit/**/*.test.ts', 'tests/architecture.test.ts']),
      project('contracts', ['tests/contracts/**/*.test.ts'], 60_000),
      withPage('integration', ['tests/integration/**/*.test.ts']),
      project('corpus', ['tests/corpus/**/*.test.ts']),
      project('quality', ['tests/quality/**/*.test.ts'], 120_000),
      withPage('browser', ['tests/browser/**/*.test.ts']),
      withPage('hardening', ['tests/hardening/*.test.ts'], hardeningMs),
      oneServer,
    ],
  },
});
