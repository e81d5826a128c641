import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { isAllowed } from '../../scripts/licences/allowed-licences.ts';
import { licencesPage } from '../../scripts/licences/licences-page.ts';
import {
  closureOf,
  type Lock,
  type LockedPackage,
  nameOf,
  readLock,
  resolveFrom,
} from '../../scripts/licences/lock-file.ts';
import { shippedPackages } from '../../scripts/licences/shipped-packages.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const lock = readLock(`${root}package-lock.json`);
const versions = z.record(z.string(), z.string());
const manifest = z
  .object({
    allowScripts: z.record(z.string(), z.boolean()),
    dependencies: versions,
    optionalDependencies: versions,
    devDependencies: versions,
  })
  .parse(JSON.parse(readFileSync(`${root}package.json`, 'utf8')));

/** What `npm ci` would not notice being exchanged, or would fetch from elsewhere. */
function unverified(entries: Lock): string[] {
  return [...entries]
    .filter(
      ([, { integrity = '', resolved, link }]) =>
        link === true ||
        !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity) ||
        (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')),
    )
    .map(([folder]) => folder);
}

/** Optional packages that a lock made on one platform would leave out for the others. */
function missingOptional(entries: Lock): string[] {
  return [...entries].flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => resolveFrom(entries, folder, name) === undefined)
      .map((name) => `${folder} -> ${name}`),
  );
}

function actionsWithoutHash(workflow: string): string[] {
  return [...workflow.matchAll(/uses:\s*(\S+)/g)]
    .map((match) => match[1]!)
    .filter((action) => !action.startsWith('./') && !/@[0-9a-f]{40}$/.test(action));
}

describe('what is installed', () => {
  it('is compared with a sha512 of the lock, and comes from the registry', () => {
    expect(lock.size).toBeGreaterThan(400);
    expect(unverified(lock)).toEqual([]);
  });

  it('is locked for every platform', () => {
    expect(missingOptional(lock)).toEqual([]);
  });

  it.each([
    [
      'esbuild',
      [
        '@esbuild/linux-x64',
        '@esbuild/linux-arm64',
        '@esbuild/darwin-x64',
        '@esbuild/darwin-arm64',
        '@esbuild/win32-x64',
      ],
    ],
    [
      'libsql',
      [
        '@libsql/linux-x64-gnu',
        '@libsql/linux-arm64-gnu',
        '@libsql/darwin-x64',
        '@libsql/darwin-arm64',
        '@libsql/win32-x64-msvc',
      ],
    ],
  ])('names the binaries of %s for the platforms that CI knows, and two more', (name, expected) => {
    expect(Object.keys(lock.get(`node_modules/${name}`)?.optionalDependencies ?? {})).toEqual(
      expect.arrayContaining(expected),
    );
  });

  it('is named with exact versions', () => {
    const { dependencies, optionalDependencies, devDependencies } = manifest;
    const all = { ...dependencies, ...optionalDependencies, ...devDependencies };
    const loose = Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
    expect(
      Object.entries(all).filter(([name, v]) => lock.get(`node_modules/${name}`)?.version !== v),
    ).toEqual([]);
  });

  it('runs the install scripts that package.json lists, and no others', () => {
    const withScript = [...lock]
      .filter(([, entry]) => entry.hasInstallScript === true && entry.dev !== true)
      .map(([folder]) => nameOf(folder));
    expect([...new Set(withScript)].sort()).toEqual(Object.keys(manifest.allowScripts).sort());
    const inDevelopment = [...lock].filter(
      ([, entry]) => entry.hasInstallScript === true && entry.dev === true,
    );
    expect(inDevelopment.map(([folder]) => folder)).toEqual([]);
  });
});

describe('checks of the lock', () => {
  const sound = { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==` };

  it.each([
    ['an entry without a hash', { version: '1.0.0' }],
    ['a weak hash', { ...sound, integrity: 'sha1-AAAA' }],
    ['a git source', { ...sound, resolved: 'git+ssh://git@github.com/a/b.git#0' }],
    ['a tarball of another host', { ...sound, resolved: 'https://example.org/a.tgz' }],
    ['a link', { ...sound, link: true }],
  ])('see %s', (_, entry) => {
    expect(unverified(new Map([['node_modules/a', entry]]))).toEqual(['node_modules/a']);
    expect(unverified(new Map([['node_modules/a', sound]]))).toEqual([]);
  });

  it('see a platform that is missing', () => {
    const entry = { ...sound, optionalDependencies: { 'a-linux': '1.0.0', 'a-win32': '1.0.0' } };
    const entries = new Map([
      ['node_modules/a', entry],
      ['node_modules/a/node_modules/a-linux', sound],
    ]);
    expect(missingOptional(entries)).toEqual(['node_modules/a -> a-win32']);
  });

  it('find a dependency where Node.js does', () => {
    const entries = new Map<string, LockedPackage>([
      ['node_modules/a', { ...sound, dependencies: { '@s/b': '1.0.0' } }],
      ['node_modules/a/node_modules/@s/b', sound],
      ['node_modules/@s/b', sound],
      ['node_modules/c', sound],
    ]);
    expect(closureOf(entries, ['a'])).toEqual([
      'node_modules/a',
      'node_modules/a/node_modules/@s/b',
    ]);
  });
});

describe('licences', () => {
  const packages = shippedPackages(lock, root);

  it('are all allowed', () => {
    expect(packages.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
  });

  it('are listed in docs/licences.md as npm run licences writes it', () => {
    expect(readFileSync(`${root}docs/licences.md`, 'utf8')).toBe(licencesPage(packages));
  });

  it('hold those of the fonts and of what only the page imports', () => {
    const page = packages.filter(({ inPage, inServer }) => inPage && !inServer);
    expect(page.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['@fontsource-variable/inter', 'react-markdown', 'wouter']),
    );
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['(MIT AND Zlib)', true],
    ['MIT AND GPL-2.0-only', false],
    ['GPL-3.0-or-later', false],
    ['UNLICENSED', false],
    ['SEE LICENSE IN LICENSE', false],
  ])('%s is allowed: %s', (expression, expected) => {
    expect(isAllowed(expression)).toBe(expected);
  });
});

describe('workflows', () => {
  const folder = `${root}.github/workflows/`;
  const workflows = readdirSync(folder).map((name) => readFileSync(folder + name, 'utf8'));

  it('name each action by the hash of its commit', () => {
    expect(workflows.flatMap(actionsWithoutHash)).toEqual([]);
    expect(actionsWithoutHash('- uses: actions/checkout@v4')).toEqual(['actions/checkout@v4']);
  });

  it('may only read the repository', () => {
    const permissions = workflows.map(
      (text) => (parse(text) as { permissions?: unknown }).permissions,
    );
    expect(permissions).toEqual(workflows.map(() => ({ contents: 'read' })));
  });
});
