/** The address that was asked for -> the pattern of its route, so that logs and labels stay few and say nothing. */

/** Stands for the page with its files: any address that no other route has. */
const pagePattern = '/{*path}';
const apiFolders = /^\/(?:api|v1|mcp)(?:\/|$)/i;

/**
 * @param patterns as Express writes them, `/{*path}` for the page: `/api/documents/:id`
 * @returns a function from a path without its query to one of them, or to `other`
 */
export function createRoutePatterns(patterns: readonly string[]): (path: string) => string {
  const known = patterns
    .filter((pattern) => pattern !== pagePattern)
    .map((pattern) => ({ pattern, matches: matcherOf(pattern) }));
  return (path) => {
    const found = known.find(({ matches }) => matches.test(path));
    if (found) return found.pattern;
    return apiFolders.test(path) ? 'other' : pagePattern;
  };
}

function matcherOf(pattern: string): RegExp {
  const literal = pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll(/:\w+/g, '[^/]+')}/?$`, 'i');
}
