/** Who may call what: the one table of every route. What does not stand here is an admin's. */
import type { Scope } from './caller.ts';

/** `public` asks for no key. */
export type Policy = 'public' | Scope;

/**
 * Method and path of each route, as the router knows them. GET answers HEAD too. `/{*path}` is the
 * page with its files: any path that is not below a folder of the API.
 */
export const policies = {
  'GET /health': 'public',
  'GET /ready': 'public',
  'GET /openapi.json': 'public',
  'GET /metrics': 'read',
  'GET /api/session': 'read',
  'POST /api/session': 'public',
  'DELETE /api/session': 'public',
  'POST /api/chat': 'read',
  'GET /api/search': 'read',
  'GET /api/documents': 'read',
  'GET /api/documents/:id': 'read',
  'GET /api/documents/:id/chunks': 'read',
  'POST /api/documents': 'write',
  'DELETE /api/documents/:id': 'write',
  'DELETE /api/uploads/:name': 'write',
  'GET /api/documents/:id/original': 'read',
  'GET /api/ingest': 'read',
  'POST /api/ingest': 'write',
  'GET /api/suggestions': 'read',
  'GET /api/evaluation': 'read',
  'GET /api/conversations': 'read',
  'GET /api/conversations/:id': 'read',
  'PATCH /api/conversations/:id': 'write',
  'DELETE /api/conversations/:id': 'write',
  'GET /api/conversations/:id/export': 'read',
  'GET /api/turns/:id': 'read',
  'GET /api/settings': 'admin',
  'PUT /api/settings': 'admin',
  'POST /api/settings/test': 'admin',
  'GET /api/keys': 'admin',
  'POST /api/keys': 'admin',
  'DELETE /api/keys/:id': 'admin',
  'GET /v1/models': 'read',
  'GET /v1/models/:id': 'read',
  'POST /v1/chat/completions': 'read',
  'POST /mcp': 'read',
  'GET /{*path}': 'public',
} as const satisfies Readonly<Record<`${string} /${string}`, Policy>>;

const pagePath = '/{*path}';
/** Nothing below these is the page's, however it is spelt: routers are mounted here. */
const apiFolders = /^\/(?:api|v1|mcp)(?:\/|$)/i;
const order: readonly Policy[] = ['public', 'read', 'write', 'admin'];

interface Row {
  readonly method: string;
  readonly path: string;
  /** Matches as Express does: whatever the case, with or without a slash at the end. */
  readonly pattern: RegExp;
  readonly policy: Policy;
}

const rows: readonly Row[] = Object.entries(policies).map(([route, policy]) => {
  const [method = '', path = ''] = route.split(' ');
  return { method, path, pattern: patternOf(path), policy };
});

/**
 * The policy of a request before anything of it is read but its first line. A known path under
 * another method asks for the least that the path asks for; what is not known asks for an admin.
 *
 * @param path without the query, not decoded
 */
export function policyOf(method: string, path: string): Policy {
  const asked = method === 'HEAD' ? 'GET' : method;
  const matching = rowsOf(path);
  const row = matching.find((one) => one.method === asked);
  if (row !== undefined) return row.policy;
  if (matching.length > 0) return leastOf(matching);
  return asked === 'GET' && !apiFolders.test(path) ? policies[`GET ${pagePath}`] : 'admin';
}

/** Methods of a path that the table knows, the page's aside; empty for others. */
export function methodsOf(path: string): string[] {
  return rowsOf(path).map(({ method }) => method);
}

function rowsOf(path: string): Row[] {
  return rows.filter((row) => row.path !== pagePath && row.pattern.test(path));
}

function leastOf(matching: readonly Row[]): Policy {
  return order.find((policy) => matching.some((row) => row.policy === policy)) ?? 'admin';
}

function patternOf(path: string): RegExp {
  const literal = path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll(/:\w+/g, '[^/]+')}/?$`, 'i');
}
