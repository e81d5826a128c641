/** Where documents that came over HTTP are kept: beside the index, since the corpus may not be ours. */
import { join } from 'node:path';

export function uploadsFolder(dataFolder: string): string {
  return join(dataFolder, 'uploads');
}
