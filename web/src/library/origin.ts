/** Where a document comes from: it was uploaded, alone or in an archive, or stands in the folder. */
import type { DocumentSummary } from '../../../src/serve/contract.ts';

const prefix = 'uploads/';

export interface Origin {
  readonly isUpload: boolean;
  /** An upload that is one file: it can be removed by itself. */
  readonly isRemovable: boolean;
  /** The document's place there. */
  readonly path: string;
}

export function originOf({ uri }: Pick<DocumentSummary, 'uri'>): Origin {
  const isUpload = uri.startsWith(prefix);
  const path = isUpload ? uri.slice(prefix.length) : uri;
  return { isUpload, isRemovable: isUpload && !path.includes('/'), path };
}
