/** Names of sources and folders, as an asker writes them -> the documents that they stand for. */
import { NotFoundError, UserInputError } from '../errors.ts';
import type { DocumentSummary } from '../library/contract.ts';
import { foldersAround } from '../text/folders-around.ts';

const mostAlike = 3;

type Listed = Pick<DocumentSummary, 'id' | 'uri'>;

/**
 * @param names names of sources as they are listed, and folders of them, ending in `/`
 * @returns ids of the documents
 * @throws NotFoundError naming the first that stands for none
 * @throws UserInputError where there is no name
 */
export function findSources(names: readonly string[], documents: readonly Listed[]): Set<string> {
  if (names.length === 0) {
    throw new UserInputError('No source is named; name some, or leave "sources" out to ask all.');
  }
  const missing = new Set(names);
  const asked = new Set(names);
  const ids = new Set<string>();
  for (const { id, uri } of documents) {
    for (const name of [...foldersAround(uri), uri]) {
      if (!asked.has(name)) continue;
      ids.add(id);
      missing.delete(name);
    }
  }
  for (const name of missing) throw unknownSource(name, documents);
  return ids;
}

function unknownSource(name: string, documents: readonly Listed[]): NotFoundError {
  return new NotFoundError(
    `No source of the library is called "${name}". ${wayOn(name, documents)}`,
  );
}

/** An assistant cannot list the library: it is told what is called alike. */
function wayOn(name: string, documents: readonly Listed[]): string {
  if (documents.some(({ uri }) => uri.startsWith(`${name}/`))) {
    return `"${name}/" names the folder.`;
  }
  const part = name.toLowerCase();
  const alike = documents.filter(({ uri }) => uri.toLowerCase().includes(part)).slice(0, mostAlike);
  return alike.length > 0
    ? `There is ${alike.map(({ uri }) => `"${uri}"`).join(', ')}.`
    : 'Sources are named by their paths in the library, as GET /api/documents lists them, and folders end in "/".';
}
