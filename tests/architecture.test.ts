import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src', import.meta.url));

/** What each stage may import beside its own folder, `types.ts`, `errors.ts` and `text/`. */
const allowed: Readonly<Record<string, readonly RegExp[]>> = {
  text: [],
  load: [],
  chunk: [],
  embed: [],
  index: [],
  library: [/^chunk\/(embedded-text|pointers)/, /^index\//],
  ingest: [/^(load|chunk|library)\//, /^embed\/contract/],
  backup: [/^library\//],
  retrieve: [/^(embed|index|library)\/contract/],
  models: [/^config\.ts/],
  answer: [/^models\/contract/],
  suggest: [],
  conversations: [],
  access: [/^config\.ts/],
  serve: [
    /^access\//,
    /^pipeline-contract/,
    /^config\.ts/,
    /^answer\/(answer-pieces|doubted-text|greatest-use)/,
    /^models\/model-error/,
    /^mcp\//,
    /^settings\.ts/,
    /^ingest\/intake/,
    /^conversations\/(contract|export-markdown|forgetful-conversations)/,
    /^observe\//,
  ],
  deep: [/^answer\/contract/],
  mcp: [/^pipeline-contract/, /^answer\/doubted-text/],
  observe: [/^pipeline-contract/, /^access\/caller/, /^models\/model-error/],
  evaluate: [
    /^pipeline/,
    /^answer\/gate/,
    /^cli\/context/,
    /^config\.ts/,
    /^library\/(chunk-terms|vector-file)/,
    /^retrieve\/abbreviations/,
  ],
};

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'));

function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)'/g)].map((match) =>
    relative(source, resolve(dirname(join(source, file)), match[1]!)).replaceAll('\\', '/'),
  );
}

describe('architecture', () => {
  it.each(Object.keys(allowed))('lets %s import contracts of earlier stages only', (folder) => {
    const foreign = files
      .filter((file) => file.startsWith(`${folder}/`))
      .flatMap((file) => importsOf(file).map((imported) => `${file} -> ${imported}`))
      .filter((line) => {
        const imported = line.split(' -> ')[1]!;
        const own = imported.startsWith(`${folder}/`) || imported.startsWith('text/');
        const shared = ['types.ts', 'errors.ts', 'steps.ts'].includes(imported);
        return !own && !shared && !allowed[folder]!.some((pattern) => pattern.test(imported));
      });
    expect(foreign).toEqual([]);
  });

  it('imports hnswlib-node in one file only', () => {
    const importers = files.filter((file) =>
      /(from|import\()\s*'hnswlib-node'/.test(readFileSync(join(source, file), 'utf8')),
    );
    expect(importers).toEqual(['index/hnsw.ts']);
  });

  // `config.ts` names it in a comment; what native code is told through it is no configuration.
  it('reads process.env nowhere in src', () => {
    const readers = files.filter((file) =>
      /process\.env/.test(readFileSync(join(source, file), 'utf8')),
    );
    expect(readers).toEqual(['config.ts', 'embed/silence-runtime.ts']);
  });
});
