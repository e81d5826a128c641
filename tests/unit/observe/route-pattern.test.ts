import { describe, expect, it } from 'vitest';
import { policies } from '../../../src/access/policies.ts';
import { createRoutePatterns } from '../../../src/observe/route-pattern.ts';

const patterns = Object.keys(policies).map((route) => route.split(' ')[1]!);

describe('createRoutePatterns', () => {
  it.each([
    ['/api/documents/abc', '/api/documents/:id'],
    ['/API/documents/abc/', '/api/documents/:id'],
    ['/api/documents/abc/chunks', '/api/documents/:id/chunks'],
    ['/health', '/health'],
    ['/v1/chat/completions', '/v1/chat/completions'],
    ['/', '/{*path}'],
    ['/assets/secret.js', '/{*path}'],
    ['/secret', '/{*path}'],
    ['/api/secret', 'other'],
    ['/v1', 'other'],
  ])('gives for %s the pattern %s', (path, pattern) => {
    expect(createRoutePatterns(patterns)(path)).toBe(pattern);
  });

  it('takes a pattern for what it says, not for a regular expression', () => {
    const routeOf = createRoutePatterns(['/openapi.json']);
    expect(routeOf('/openapi.json')).toBe('/openapi.json');
    expect(routeOf('/openapi-json')).toBe('/{*path}');
  });
});
