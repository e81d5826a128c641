/** What each node holds by itself, asked over Weaviate's own interface. */
import { z } from 'zod';
import type { RunningNode } from './start-node.ts';

const schemaSchema = z.object({ classes: z.array(z.object({ class: z.string() })) });
const pageSchema = z.object({ objects: z.array(z.object({ id: z.string() })) });
const statisticsSchema = z.object({ statistics: z.array(z.object({ leaderId: z.string() })) });
const pageSize = 500;
const askedAtOnce = 16;

export interface StoredId {
  readonly collection: string;
  readonly id: string;
}

/** All objects of the collections that begin with `prefix`, as one node with its peers knows them. */
export async function storedIds({ url }: RunningNode, prefix: string): Promise<StoredId[]> {
  const { classes } = schemaSchema.parse(await read(`${url}/v1/schema`));
  const ids: StoredId[] = [];
  for (const { class: collection } of classes) {
    if (!collection.startsWith(prefix)) continue;
    for (let after: string | undefined = ''; after !== undefined; ) {
      const query: string = `class=${collection}&limit=${pageSize}&after=${after}`;
      const { objects } = pageSchema.parse(await read(`${url}/v1/objects?${query}`));
      ids.push(...objects.map(({ id }) => ({ collection, id })));
      after = objects.length < pageSize ? undefined : objects.at(-1)!.id;
    }
  }
  return ids;
}

/** Those of the objects that the node lacks, by its own store alone. */
export async function missingAt(
  { url, name }: RunningNode,
  ids: readonly StoredId[],
): Promise<StoredId[]> {
  const missing: StoredId[] = [];
  const left = [...ids];
  const ask = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const { collection, id } = next;
      const reply = await fetch(`${url}/v1/objects/${collection}/${id}?node_name=${name}`);
      await reply.body?.cancel();
      if (!reply.ok) missing.push(next);
    }
  };
  await Promise.all(Array.from({ length: askedAtOnce }, ask));
  return missing;
}

/** Name of the node that decides on collections at the moment: the one that is missed most. */
export async function leaderOf({ url }: RunningNode): Promise<string> {
  const { statistics } = statisticsSchema.parse(await read(`${url}/v1/cluster/statistics`));
  return statistics[0]!.leaderId;
}

async function read(url: string): Promise<unknown> {
  const reply = await fetch(url);
  if (!reply.ok) throw new Error(`${url} replied ${reply.status}: ${await reply.text()}`);
  return reply.json();
}
