/**
 * Damages a store, or a database of conversations, in every way that it is told, and opens it each time:
 * in a process of its own, as native code reads them. Prints what was found as one JSON object.
 * Arguments: `small`, `large` or `conversations`, how many trials of the last two, and a seed.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { openSqliteConversations } from '../../src/conversations/sqlite-conversations.ts';
import { GroundworkError } from '../../src/errors.ts';
import { flatIndexSteps } from '../../src/index/flat.ts';
import { LocalLibrary } from '../../src/library/local-library.ts';
import { answeredQuestion } from '../fakes/answered-question.ts';
import { MemoryDisk } from './memory-disk.ts';
import { seededRandom } from './seeded-random.ts';
import { type Notes, smallWriter } from './small-library.ts';

export interface StoreFindings {
  readonly bytes: number;
  /** By kind of damage. */
  readonly trials: Readonly<Record<string, number>>;
  readonly bad: readonly string[];
}

export interface ConversationFindings {
  readonly bytes: number;
  /** How often what was read was as before, or a typed error, another error, other content. */
  readonly outcomes: Readonly<Record<string, number>>;
}

const folder = '/data';
const [, , what = 'small', count = '0', seed = '4711'] = process.argv;
const random = seededRandom(Number(seed));

async function damageStore(isLarge: boolean, flips: number): Promise<void> {
  const disk = new MemoryDisk();
  disk.makeFolder(folder);
  const older = smallWriter(disk, folder, { 'a.md': '# GANs\n\nThe critic learns.\n' }).commit();
  const dimensions = isLarge ? 384 : 4;
  const newer = smallWriter(disk, folder, isLarge ? manyNotes() : someNotes, dimensions).commit();
  const place = `${folder}/generations/${newer.generation}`;
  const trials: Record<string, number> = {};
  const bad: string[] = [];

  const isFound = async (kind: string, name: string, bytes: Uint8Array): Promise<void> => {
    const sound = disk.readFile(`${place}/${name}`);
    if (Buffer.compare(sound, bytes) === 0) return;
    disk.damage(`${place}/${name}`, bytes);
    trials[kind] = (trials[kind] ?? 0) + 1;
    const library = new LocalLibrary({
      fileSystem: disk,
      folder,
      createVectorIndex: flatIndexSteps,
    });
    try {
      await library.refresh();
      const notice = library.notice ?? '';
      const namesIt = notice.includes(name === 'manifest.json' ? newer.generation : `"${name}"`);
      const opened = await library.use(async (reader) => {
        await reader.searchLexical(['critic'], 3);
        await reader.searchDense(Float32Array.of(1, 0, 0, 0), 3);
        return reader.generation;
      });
      if (opened !== older.generation || !(namesIt || /manifest.json/.test(notice)))
        bad.push(`${kind} of ${name}: opens ${opened}, says "${notice}"`);
      if (!notice.includes('run npm run ingest')) bad.push(`${kind} of ${name}: no remedy`);
    } catch (error) {
      bad.push(`${kind} of ${name}: ${String(error)}`);
    } finally {
      await library.close();
      disk.damage(`${place}/${name}`, sound);
    }
  };
  const flipped = (bytes: Uint8Array, at: number): Uint8Array => {
    const copy = bytes.slice();
    copy[at] = copy[at]! ^ (1 << Math.floor(random() * 8));
    return copy;
  };

  const names = disk.list(place);
  const sizes = new Map(names.map((name) => [name, disk.readFile(`${place}/${name}`).length]));
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (isLarge) {
    for (let trial = 0; trial < flips; trial += 1) {
      let at = Math.floor(random() * total);
      const name = names.find((each) => {
        const size = sizes.get(each)!;
        if (at < size) return true;
        at -= size;
        return false;
      })!;
      await isFound('flip', name, flipped(disk.readFile(`${place}/${name}`), at));
    }
  } else {
    for (const name of names) {
      const bytes = disk.readFile(`${place}/${name}`);
      for (let at = 0; at < bytes.length; at += 1) {
        await isFound('flip', name, flipped(bytes, at));
        await isFound('truncation', name, bytes.slice(0, at));
        if (at % 3 === 0) await isFound('zeroed tail', name, bytes.slice().fill(0, at));
      }
      const other = `${folder}/generations/${older.generation}/${name}`;
      await isFound('file of another generation', name, disk.readFile(other));
    }
  }
  const findings: StoreFindings = { bytes: total, trials, bad };
  process.stdout.write(JSON.stringify(findings));
}

async function damageConversations(trials: number): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'groundwork-corruption-'));
  const file = join(place, 'conversations.sqlite');
  const store = openSqliteConversations(file);
  for (let at = 0; at < 12; at += 1) {
    const turn = store.begin({ conversation: 'new', question: `What is question ${at}?` });
    store.answer(turn.id, answeredQuestion(), []);
  }
  store.close();
  const database = new Database(file);
  database.pragma('wal_checkpoint(truncate)');
  database.close();
  const sound = readFileSync(file);
  const read = (): string => {
    const opened = openSqliteConversations(file);
    try {
      return JSON.stringify(
        opened.list('').map(({ id }) => {
          const conversation = opened.conversation(id);
          return [conversation, conversation.turns.map((turn) => opened.turn(turn.id))];
        }),
      );
    } finally {
      opened.close();
    }
  };
  const before = read();
  const outcomes: Record<string, number> = {};
  for (let trial = 0; trial < trials; trial += 1) {
    const bytes = Buffer.from(sound);
    const at = Math.floor(random() * bytes.length);
    bytes[at] = bytes[at]! ^ (1 << Math.floor(random() * 8));
    for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
    writeFileSync(file, bytes);
    let outcome: string;
    try {
      outcome = read() === before ? 'as before' : 'other content';
    } catch (error) {
      outcome = error instanceof GroundworkError ? 'typed error' : 'error of the database';
    }
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  rmSync(place, { recursive: true });
  const findings: ConversationFindings = { bytes: sound.length, outcomes };
  process.stdout.write(JSON.stringify(findings));
}

const someNotes: Notes = {
  'a.md': '# GANs\n\nThe generator fools the critic.\n',
  'b.md': '# Attention\n\nCafé queries meet keys.\n\n## Heads\n\nSeveral heads run.\n',
};

/** Some 8 MB, most of it vectors. */
function manyNotes(): Notes {
  const section = (at: number) =>
    `## Part ${at}\n\n${`Part ${at} tells of gradients and layers. `.repeat(20)}\n`;
  return Object.fromEntries(
    Array.from({ length: 40 }, (_, note) => [
      `${note}.md`,
      `# Note ${note}\n\n${Array.from({ length: 90 }, (__, at) => section(note * 90 + at)).join('\n')}`,
    ]),
  );
}

if (what === 'conversations') await damageConversations(Number(count));
else await damageStore(what === 'large', Number(count));
