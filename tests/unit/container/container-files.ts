/** What describes the container, as it stands in the repository; tests check broken copies too. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface ContainerFiles {
  readonly dockerfile: string;
  readonly compose: string;
  readonly ignore: string;
}

export const root = fileURLToPath(new URL('../../../', import.meta.url));

export function containerFiles(): ContainerFiles {
  const read = (name: string): string => readFileSync(root + name, 'utf8');
  return {
    dockerfile: read('Dockerfile'),
    compose: read('compose.yaml'),
    ignore: read('.dockerignore'),
  };
}
