import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], testTimeout = 30_000) => ({
  test: { name, include, testTimeout, hookTimeout: 60_000 },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', ['tests/unit/**/*.test.ts', 'tests/architecture.test.ts']),
      project('contracts', ['tests/contracts/**/*.test.ts'], 60_000),
      project('integration', ['tests/integration/**/*.test.ts'], 60_000),
      project('corpus', ['tests/corpus/**/*.test.ts']),
      project('quality', ['tests/quality/**/*.test.ts'], 120_000),
      project('browser', ['tests/browser/**/*.test.ts'], 60_000),
    ],
  },
});
