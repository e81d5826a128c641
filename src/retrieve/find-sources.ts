/** Names of sources and folders, as an asker writes them -> the documents that they stand for. */
import { UserInputError } from '../errors.ts';
import type { DocumentSummary } from '../library/contract.ts';

/**
 * @param names names of sources as they are listed, and folders of them, ending in `/`
 * @returns ids of the documents
 * @throws UserInputError naming the first that stands for none
 */
export function findSources(
  names: readonly string[],
  documents: readonly Pick<DocumentSummary, 'id' | 'uri'>[],
): Set<string> {
  const idsByUri = new Map(documents.map(({ id, uri }) => [uri, id] as const));
  const ids = new Set<string>();
  for (const name of names) {
    const id = idsByUri.get(name);
    const found = id === undefined ? idsIn(name, documents) : [id];
    if (found.length === 0) throw unknownSource(name, documents);
    for (const one of found) ids.add(one);
  }
  return ids;
}

function idsIn(folder: string, documents: Parameters<typeof findSources>[1]): string[] {
  if (!folder.endsWith('/')) return [];
  return documents.filter(({ uri }) => uri.startsWith(folder)).map(({ id }) => id);
}

function unknownSource(name: string, documents: Parameters<typeof findSources>[1]): UserInputError {
  const isFolder = idsIn(`${name}/`, documents).length > 0;
  const way = isFolder
    ? `"${name}/" names the folder.`
    : 'Name sources as GET /api/documents lists them, or a folder that ends in "/".';
  return new UserInputError(`No source of the library is called "${name}". ${way}`);
}
