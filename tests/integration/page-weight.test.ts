import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtPage } from '../fakes/built-page.ts';

const maxInitialBytes = 220_000;

describe('the built page', () => {
  let folder: string;
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');

  beforeAll(async () => {
    ({ folder } = await builtPage());
  });

  it('loads at most 220 kB of gzipped script before it shows anything', () => {
    const first = [...read('index.html').matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map(
      ([, path]) => path!,
    );
    const needed = withImports(first.map((path) => path.replace(/^\//, '')));
    expect(needed.size).toBeGreaterThan(1);
    const bytes = [...needed].reduce((sum, path) => sum + gzipSync(read(path)).length, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(maxInitialBytes);
  });

  it('refers to no other host in what a browser would fetch by itself', () => {
    const markup = read('index.html');
    expect(markup).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(markup).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/);
    for (const name of readdirSync(join(folder, 'assets')).filter((file) => /\.css$/.test(file))) {
      expect(read(join('assets', name))).not.toMatch(/url\((?!['"]?\/assets\/|['"]?\.\/)|@import/);
    }
  });

  /** The scripts with all that they import at once, not later. */
  function withImports(paths: readonly string[]): Set<string> {
    const found = new Set<string>();
    const add = (path: string): void => {
      if (found.has(path)) return;
      found.add(path);
      for (const [, name] of read(path).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) {
        add(`assets/${name}`);
      }
    };
    for (const path of paths) add(path);
    return found;
  }
});
