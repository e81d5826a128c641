/** Figures of the load runs, kept beside their report so that sizes can be measured apart. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const timesSchema = z.object({
  p50: z.number(),
  p99: z.number(),
  rounds: z.tuple([z.number(), z.number()]),
  n: z.int(),
});
const nodeSchema = z.object({
  ownBytes: z.number(),
  fileBytes: z.number(),
  peakBytes: z.number(),
  cpuSeconds: z.number(),
  diskBytes: z.number(),
});
const loadSchema = z.object({
  /** Chunks. */
  size: z.int(),
  measuredAt: z.string(),
  machine: z.string(),
  /** Of the last minute, before and after. */
  load: z.tuple([z.number(), z.number()]),
  /** What the server was told to keep its heap below, in GB. */
  memoryGb: z.number(),
  writers: z.int(),
  filled: z.object({ seconds: z.number(), rates: z.array(z.number()) }),
  /** Before anything was written, when all was written, and after the questions. */
  empty: nodeSchema,
  afterFilling: nodeSchema,
  afterAsking: nodeSchema,
  /** A fresh process with the same data, once it answers. */
  restart: nodeSchema.extend({ seconds: z.number() }),
  asked: z.object({
    lexical: timesSchema,
    dense: timesSchema,
    hybrid: timesSchema,
    perSecond: z.number(),
    recall: z.object({ lexical: z.number(), dense: z.number() }),
  }),
});

export type LoadFigures = z.infer<typeof loadSchema>;

/** By size; `[]` where nothing was measured yet. */
export function readLoads(path: string): LoadFigures[] {
  if (!existsSync(path)) return [];
  return z.array(loadSchema).parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** Puts the figures of a size in the place of earlier ones. */
export function keepLoad(path: string, figures: LoadFigures): LoadFigures[] {
  const others = readLoads(path).filter(({ size }) => size !== figures.size);
  const all = [...others, figures].sort((left, right) => left.size - right.size);
  writeFileSync(path, `${JSON.stringify(all, null, 1)}\n`);
  return all;
}
