/** `npm run test:cluster`: apart from `npm test`, since it needs a server that not every machine has. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'cluster',
    root: fileURLToPath(new URL('../../', import.meta.url)),
    include: ['tests/cluster/*.test.ts'],
    globalSetup: ['tests/cluster/global-setup.ts'],
    // Each starts three servers of its own, and measures.
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 180_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 60_000, interval: 250 } },
  },
});
