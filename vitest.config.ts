import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout = 30_000) => ({
  test: { name, include, testTimeout, hookTimeout: 60_000 },
});

/** Builds the page first. */
const withPage = (name: string, include: string[]) => ({
  test: { ...project(name, include, 60_000).test, globalSetup: ['tests/global-setup.ts'] },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', ['tests/unit/**/*.test.ts', 'tests/architecture.test.ts']),
      project('contracts', ['tests/contracts/**/*.test.ts'], 60_000),
      withPage('integration', ['tests/integration/**/*.test.ts']),
      project('corpus', ['tests/corpus/**/*.test.ts']),
      project('quality', ['tests/quality/**/*.test.ts'], 120_000),
      withPage('browser', ['tests/browser/**/*.test.ts']),
    ],
  },
});
