/** Jupyter notebooks: Markdown cells as they are, code in fences. Outputs are left out. */
import { z } from 'zod';
import { UserInputError } from '../../errors.ts';
import { decodeText } from '../decode-text.ts';
import { cleanMarkdown } from './clean-markdown.ts';
import type { Convert } from './contract.ts';
import { fenced } from './fenced.ts';

const source = z.union([z.string(), z.array(z.string())]);
const cellSchema = z.object({
  cell_type: z.string(),
  source: source.default(''),
  level: z.int().min(1).max(6).optional().catch(undefined),
});
const metadataSchema = z
  .object({
    title: z.string().optional().catch(undefined),
    kernelspec: z.object({ language: z.string().optional() }).optional().catch(undefined),
    language_info: z.object({ name: z.string().optional() }).optional().catch(undefined),
  })
  .catch({});
/** Format 3 keeps its cells in worksheets. */
const notebookSchema = z.object({
  nbformat: z.int(),
  metadata: metadataSchema.default({}),
  cells: z.array(cellSchema).optional(),
  worksheets: z.array(z.object({ cells: z.array(z.unknown()) })).optional(),
});
const oldCellSchema = z.object({
  cell_type: z.string(),
  source: source.optional(),
  input: source.optional(),
  level: z.int().min(1).max(6).optional().catch(undefined),
});

export const convertNotebook: Convert = async (bytes) => {
  const notebook = read(decodeText(bytes, 'notebook'));
  const { title, kernelspec, language_info } = notebook.metadata;
  const language = language_info?.name ?? kernelspec?.language ?? 'python';
  const parts = notebook.cells.map(({ cell_type: kind, source }) => {
    const text = source.trim();
    if (text === '') return '';
    if (kind === 'code') return fenced(text, language);
    return kind === 'raw' ? fenced(text, '') : cleanMarkdown(text).trim();
  });
  return {
    text: `${parts.filter((part) => part !== '').join('\n\n')}\n`,
    ...(title && { title }),
    metadata: { language },
    notices: [],
  };
};

function read(json: string) {
  const parsed = notebookSchema.safeParse(tryParse(json));
  if (!parsed.success) throw new UserInputError('is no notebook that Jupyter could open');
  const { metadata, cells, worksheets = [] } = parsed.data;
  const old = worksheets.flatMap((sheet) => sheet.cells.map((cell) => oldCellSchema.parse(cell)));
  return {
    metadata,
    cells: [
      ...(cells ?? []).map(({ cell_type, source, level }) => ({
        cell_type,
        source: withLevel(joined(source), level),
      })),
      ...old.map(({ cell_type, source, input, level }) => ({
        cell_type,
        source: withLevel(joined(source ?? input ?? ''), level),
      })),
    ],
  };
}

/** Headings were cells of their own before format 4. */
function withLevel(text: string, level: number | undefined): string {
  return level === undefined ? text : `${'#'.repeat(level)} ${text}`;
}

function tryParse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function joined(source: string | readonly string[]): string {
  return typeof source === 'string' ? source : source.join('');
}
