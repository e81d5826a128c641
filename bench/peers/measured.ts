/** The figures of the peer benchmark, kept beside its report so that sizes can be measured apart. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const armFiguresSchema = z.object({
  /** Milliseconds. */
  p50: z.number(),
  p99: z.number(),
  /** Questions timed. */
  questions: z.int(),
  /** Answers a second with eight questions always under way. */
  perSecond: z.number(),
  /** Median over the rounds of this contender's median against Groundwork's. */
  ratio: z.number(),
  /** Share of the true best ten that was found, 0 to 1. */
  quality: z.number().optional(),
});

export const buildSchema = z.object({
  seconds: z.number(),
  peakBytes: z.number(),
  diskBytes: z.number(),
});

const measuredSchema = z.object({
  contender: z.string(),
  /** Why figures are missing, for the table. */
  stopped: z.string().optional(),
  build: buildSchema.optional(),
  open: z
    .object({ milliseconds: z.number(), residentBytes: z.number(), setting: z.string().optional() })
    .optional(),
  changes: z
    .object({
      updateMs: z.number().optional(),
      removeMs: z.number().optional(),
      seen: z.boolean(),
    })
    .optional(),
  arms: z.object({
    lexical: armFiguresSchema.optional(),
    dense: armFiguresSchema.optional(),
    hybrid: armFiguresSchema.optional(),
  }),
});

const sizeSchema = z.object({
  size: z.int(),
  measuredAt: z.string(),
  /** Processor, memory, system, Node. */
  machine: z.string(),
  /** Of the last minute, before and after. */
  load: z.tuple([z.number(), z.number()]),
  questions: z.int(),
  rounds: z.int(),
  versions: z.record(z.string(), z.string()),
  contenders: z.array(measuredSchema),
});

export type ArmFigures = z.infer<typeof armFiguresSchema>;
export type Build = z.infer<typeof buildSchema>;
export type Measured = z.infer<typeof measuredSchema>;
export type MeasuredSize = z.infer<typeof sizeSchema>;

/** Figures of one contender as they come in. */
export type Draft = { -readonly [Key in keyof Measured]: Measured[Key] };

export interface MeasureOptions {
  /** Folder of the dataset. */
  readonly data: string;
  /** Folder of what the contenders keep at this size. */
  readonly stores: string;
  /** It stays, and what was built in it is not built again. */
  readonly keepsStores: boolean;
  readonly questions: number;
  /** For building, and for whatever else is asked of a contender. */
  readonly limitMinutes: number;
  /** For all contenders that are open at once, and for the heap of each. */
  readonly memoryGb: number;
  /** Names of those to be measured beside Groundwork; all unless said. */
  readonly only?: readonly string[];
  readonly say: (line: string) => void;
}

/** By size; `[]` where nothing was measured yet. */
export function readMeasured(path: string): MeasuredSize[] {
  if (!existsSync(path)) return [];
  return z.array(sizeSchema).parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** Puts the figures of a size in the place of earlier ones. */
export function keepMeasured(path: string, measured: MeasuredSize): MeasuredSize[] {
  const others = readMeasured(path).filter(({ size }) => size !== measured.size);
  const all = [...others, measured].sort((left, right) => left.size - right.size);
  writeFileSync(path, `${JSON.stringify(all, null, 1)}\n`);
  return all;
}
