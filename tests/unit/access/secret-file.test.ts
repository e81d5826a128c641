import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSecretFile } from '../../../src/access/secret-file.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';

describe('writeSecretFile', () => {
  it('replaces the file, whole and for its owner alone', () => {
    const folder = temporaryFolder({ 'keys.json': 'longer than what comes' });
    const file = join(folder, 'keys.json');
    writeSecretFile(file, 'é\n');
    expect(readFileSync(file, 'utf8')).toBe('é\n');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['keys.json']);
  });

  it('leaves nothing beside a file that cannot be replaced', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'keys.json'));
    expect(() => writeSecretFile(join(folder, 'keys.json'), 'x')).toThrow();
    expect(readdirSync(folder)).toEqual(['keys.json']);
  });
});
