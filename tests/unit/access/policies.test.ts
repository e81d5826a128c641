import { describe, expect, it } from 'vitest';
import { methodsOf, policyOf } from '../../../src/access/policies.ts';

describe('policyOf', () => {
  it.each([
    ['GET', '/', 'public'],
    ['GET', '/c/1', 'public'],
    ['GET', '/assets/a.js', 'public'],
    ['POST', '/', 'admin'],
    ['GET', '/api', 'admin'],
    ['GET', '/API/', 'admin'],
    ['GET', '/v1/nothing', 'admin'],
    ['GET', '/mcp/below', 'admin'],
    ['GET', '/api/nothing', 'admin'],
    ['GET', '/api/settings', 'admin'],
    ['HEAD', '/Api/Settings/', 'admin'],
    ['GET', '/api/conversations/a%2Fb', 'read'],
    ['DELETE', '/api/conversations/1', 'write'],
    ['PUT', '/api/conversations/1', 'read'],
    ['GET', '/api/conversations/1/2', 'admin'],
    ['POST', '/health', 'public'],
    ['TRACE', '/api/keys', 'admin'],
    ['GET', '/openapixjson', 'public'],
    ['POST', '/openapixjson', 'admin'],
  ])('asks of %s %s: %s', (method, path, policy) => {
    expect(policyOf(method, path)).toBe(policy);
  });

  it('knows the methods of a path, and none of a page', () => {
    expect(methodsOf('/api/keys')).toEqual(['GET', 'POST']);
    expect(methodsOf('/library')).toEqual([]);
  });
});
