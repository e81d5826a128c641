/** Kinds of documents: how they are named, and which files can be added. */
import type { DocumentSummary } from '../../../src/serve/contract.ts';

const office = 'application/vnd.openxmlformats-officedocument';
const names: Readonly<Record<string, string>> = {
  'text/markdown': 'Markdown',
  'text/plain': 'Text',
  'text/html': 'HTML',
  'text/csv': 'Table',
  'application/pdf': 'PDF',
  [`${office}.wordprocessingml.document`]: 'Word',
  [`${office}.presentationml.presentation`]: 'Slides',
  'application/epub+zip': 'EPUB',
  'application/x-ipynb+json': 'Jupyter',
};

export function kindOf({ mediaType }: Pick<DocumentSummary, 'mediaType'>): string {
  return names[mediaType] ?? mediaType;
}

/** Endings of files that the server takes; a test holds them against its own list. */
export const addedEndings =
  '.md,.markdown,.txt,.html,.htm,.xhtml,.csv,.tsv,.pdf,.docx,.pptx,.epub,.ipynb,.zip';

export const addedKinds =
  'Markdown, text, HTML, PDF, Word, PowerPoint, EPUB, Jupyter notebooks, CSV, and zip archives of these';
