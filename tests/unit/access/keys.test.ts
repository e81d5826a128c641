import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Keys, openKeys } from '../../../src/access/keys.ts';
import { sessionTokenOf } from '../../../src/access/secrets.ts';
import { ConfigError, NotFoundError, UserInputError } from '../../../src/errors.ts';

let folder: string;
const opened: Keys[] = [];
const file = () => join(folder, 'keys.json');

function open(environmentKey?: string): Keys {
  const keys = openKeys({ folder, environmentKey, pollMs: 20 });
  opened.push(keys);
  return keys;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'groundwork-keys-'));
});

afterEach(() => {
  for (const keys of opened.splice(0)) keys.close();
  rmSync(folder, { recursive: true });
});

describe('openKeys', () => {
  it('finds a key and its session, and keeps neither in the file', async () => {
    const keys = open();
    const { key, id, name, scope } = await keys.add({ name: 'laptop', scope: 'write' });
    expect([name, scope]).toEqual(['laptop', 'write']);
    expect(key).toMatch(/^gw_[\w-]{43}$/);
    expect(keys.find(key)).toEqual({ id, scope: 'write' });
    expect(keys.findSession(sessionTokenOf(key))).toEqual({ id, scope: 'write' });
    expect(keys.find(sessionTokenOf(key))).toBeUndefined();
    expect(keys.findSession(key)).toBeUndefined();
    const text = readFileSync(file(), 'utf8');
    for (const secret of [key, key.slice(3), sessionTokenOf(key)]) {
      expect(text).not.toContain(secret);
    }
    // What stands in the file opens nothing either.
    for (const digest of text.match(/[0-9a-f]{64}/g) ?? []) {
      expect(keys.find(digest) ?? keys.findSession(digest)).toBeUndefined();
    }
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(keys.list()).toEqual([{ id, name, scope, createdAt: expect.any(String) }]);
  });

  it('counts the key of the environment as an admin, beside those of the file', async () => {
    const keys = open('the key of the environment');
    const { key } = await keys.add({ name: 'one', scope: 'read' });
    expect(keys.find('the key of the environment')).toEqual({ id: 'environment', scope: 'admin' });
    expect(keys.find(key)?.scope).toBe('read');
    expect(keys.list()).toHaveLength(1);
    expect(keys.find('')).toBeUndefined();
  });

  it('refuses a second key of a name, and to revoke one that is not there', async () => {
    const keys = open();
    await keys.add({ name: 'one', scope: 'read' });
    await expect(keys.add({ name: 'one', scope: 'admin' })).rejects.toThrow(UserInputError);
    await expect(keys.revoke('one')).rejects.toThrow(NotFoundError);
    expect(keys.list()).toHaveLength(1);
  });

  it('loses no change when several are made at once, from two that know nothing of each other', async () => {
    const both = [open(), open()];
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        both[at % 2]!.add({ name: `key ${at}`, scope: 'read' }),
      ),
    );
    expect(open().list()).toHaveLength(20);
  });

  it('says when the folder cannot be written to', async () => {
    const keys = openKeys({ folder: join(folder, 'elsewhere') });
    writeFileSync(join(folder, 'elsewhere'), 'a file in its place');
    const adding = keys.add({ name: 'one', scope: 'read' });
    await expect(adding).rejects.toThrow(ConfigError);
    await expect(adding).rejects.toThrow(/DATA_DIR cannot be written to \(E/);
    keys.close();
  });

  it('takes over a lock that was left behind', async () => {
    writeFileSync(`${file()}.lock`, '');
    utimesSync(`${file()}.lock`, new Date(0), new Date(0));
    await open().add({ name: 'one', scope: 'read' });
  });

  it('tells of each key that another process revokes', async () => {
    const serving = open();
    const revoked: string[] = [];
    serving.onRevoked((id) => revoked.push(id));
    const other = open();
    const { key, id } = await other.add({ name: 'one', scope: 'read' });
    await expect.poll(() => serving.find(key)).toBeDefined();
    await other.revoke(id);
    await expect.poll(() => revoked).toEqual([id]);
    expect(serving.find(key)).toBeUndefined();
  });

  it.each([
    ['half of it', (text: string) => text.slice(0, text.length / 2)],
    ['nothing in it', () => ''],
    ['another shape', () => '[]'],
    ['a field that it does not know', (text: string) => text.replace('"id"', '"more": 1, "id"')],
    ['a scope that there is not', (text: string) => text.replace('"read"', '"root"')],
    ['a digest cut short', (text: string) => text.replace(/[0-9a-f]"\n/, '"\n')],
  ])('takes no key of a file with %s, and says what to do', async (_, damage) => {
    const { key } = await open().add({ name: 'one', scope: 'read' });
    const serving = open('the key of the environment');
    let told = 0;
    serving.onBroken(() => {
      told += 1;
    });
    writeFileSync(file(), damage(readFileSync(file(), 'utf8')));
    expect(() => open()).toThrow(ConfigError);
    expect(() => open()).toThrow(/"keys\.json" in DATA_DIR.*(remove it|copy)/);
    await expect.poll(() => told).toBe(1);
    expect(serving.find(key)).toBeUndefined();
    expect(serving.find('the key of the environment')).toBeDefined();
    await expect(serving.add({ name: 'two', scope: 'read' })).rejects.toThrow(ConfigError);
  });
});
