/** Pages that a conversion left out. It is kept with the document, so that they can be tried again. */
import { z } from 'zod';
import { PassingInputError } from '../errors.ts';
import type { Document } from '../types.ts';

const leftOutPagesSchema = z.strictObject({
  /** Pictures that waited for Tesseract, or in which it read nothing: those are not tried again. */
  cause: z.enum(['tesseract-missing', 'nothing-read']),
  /** From 1, ascending. */
  pages: z.array(z.int().min(1)).min(1),
});

export type LeftOutPages = z.infer<typeof leftOutPagesSchema>;

/** Nothing but pictures stands in a file, and there is no Tesseract to read them. */
export class TesseractMissingError extends PassingInputError {}

const name = 'leftOutPages';

/** Metadata of a converted document that remember what was left out of it. */
export function rememberLeftOut(
  metadata: Document['metadata'],
  leftOut: LeftOutPages | undefined,
): Document['metadata'] {
  return leftOut === undefined ? metadata : { ...metadata, [name]: leftOut };
}

/** Whether the document would hold more, were it converted where Tesseract is installed. */
export function waitsForTesseract(metadata: Document['metadata']): boolean {
  const leftOut = leftOutPagesSchema.safeParse(metadata[name]);
  return leftOut.success && leftOut.data.cause === 'tesseract-missing';
}
