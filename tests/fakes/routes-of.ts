/** What an Express application answers, read out of its routers. */
import type { Express } from 'express';

interface Layer {
  readonly route?: { readonly path: string | readonly string[]; readonly methods: object };
  readonly handle: unknown;
  /** Where it is mounted; `/` for all. */
  readonly rawPath: string | readonly string[];
}

export interface FoundRoutes {
  /** `GET /path`; `ALL /path` where a path has one handler for whatever comes. */
  readonly routes: readonly string[];
  /** Paths below which something stands that is no route. */
  readonly mounts: readonly string[];
}

export function routesOf(app: Express): FoundRoutes {
  const found: string[] = [];
  const mounts = new Set<string>();
  const walk = (stack: readonly Layer[], prefix: string) => {
    for (const { route, handle, rawPath } of stack) {
      for (const path of [route?.path ?? []].flat()) {
        for (const method of Object.keys(route?.methods ?? {})) {
          found.push(`${method === '_all' ? 'ALL' : method.toUpperCase()} ${prefix}${path}`);
        }
      }
      if (route !== undefined) continue;
      for (const path of [rawPath].flat()) {
        const mount = path === '/' ? prefix : prefix + path;
        if (mount !== '') mounts.add(mount);
        walk(stackOf(handle), mount);
      }
    }
  };
  walk(stackOf(app.router), '');
  const own = found.filter((route) => !route.startsWith('ALL '));
  const paths = own.map(pathOf);
  const rest = found.filter((route) => route.startsWith('ALL ') && !paths.includes(pathOf(route)));
  return { routes: [...new Set([...own, ...rest])], mounts: [...mounts] };
}

/** `GET /path` -> `/path`. */
export function pathOf(route: string): string {
  return route.slice(route.indexOf(' ') + 1);
}

/** None for what is no router. */
function stackOf(handle: unknown): readonly Layer[] {
  return typeof handle === 'function' && 'stack' in handle
    ? (handle.stack as readonly Layer[])
    : [];
}
