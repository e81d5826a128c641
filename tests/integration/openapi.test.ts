import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { policies, policyOf } from '../../src/access/policies.ts';
import { diagnoseInstallation } from '../../src/pipeline.ts';
import { openSettings } from '../../src/settings.ts';
import { type RunningApi, startApi } from '../fakes/running-api.ts';

const documentSchema = z.object({
  openapi: z.string().regex(/^3\.1\./),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        operationId: z.string(),
        summary: z.string(),
        security: z.array(z.unknown()),
        parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
        responses: z.record(
          z.string(),
          z.looseObject({
            links: z.record(z.string(), z.looseObject({ operationId: z.string() })).optional(),
          }),
        ),
      }),
    ),
  ),
});

describe('/openapi.json', () => {
  const folder = mkdtempSync(join(tmpdir(), 'groundwork-openapi-'));
  let api: RunningApi;
  let paths: z.infer<typeof documentSchema>['paths'];

  beforeAll(async () => {
    api = await startApi({
      environment: { EMBEDDINGS: 'none' },
      app: {
        settings: {
          settings: openSettings({ DATA_DIR: folder }),
          diagnose: diagnoseInstallation,
        },
      },
    });
    const response = await fetch(`${api.url}/openapi.json`);
    expect(response.headers.get('content-type')).toContain('application/json');
    ({ paths } = documentSchema.parse(await response.json()));
  });

  afterAll(async () => {
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('describes operations that exist, each with the way it fails', async () => {
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { responses }] of Object.entries(operations)) {
        const response = await fetch(api.url + path.replace('{id}', 'none'), {
          method: method.toUpperCase(),
        });
        // Only what is asked for may be missing, never the route.
        expect(await response.clone().text()).not.toContain('There is nothing at this address');
        expect(response.status).not.toBe(405);
        const described = String(response.status) in responses;
        expect({ path, method, status: response.status, described }).toMatchObject({
          described: true,
        });
        await response.body?.cancel();
      }
    }
    expect(api.unexpected).toEqual([]);
  });

  it('describes what the table of policies knows, page aside, and asks what it asks', () => {
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(
        (method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      ),
    );
    const known = Object.keys(policies).filter((route) => route !== 'GET /{*path}');
    expect(described.toSorted()).toEqual(known.toSorted());
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { security, responses }] of Object.entries(operations)) {
        const policy = policyOf(method.toUpperCase(), path);
        expect({ path, method, open: security.length === 0 }).toEqual({
          path,
          method,
          open: policy === 'public',
        });
        if (policy !== 'public') expect(Object.keys(responses)).toContain('401');
      }
    }
  });

  it('names each status by itself, each operation once, and links to operations that exist', () => {
    const all = Object.values(paths).flatMap((operations) => Object.values(operations));
    const ids = all.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { responses } of all) {
      for (const [status, { links = {} }] of Object.entries(responses)) {
        expect(status).toMatch(/^[2-5]\d\d$/);
        for (const { operationId } of Object.values(links)) expect(ids).toContain(operationId);
      }
    }
  });

  it('is right about methods: all others are refused, OPTIONS too', async () => {
    for (const [path, operations] of Object.entries(paths)) {
      const methods = Object.keys(operations).map((method) => method.toUpperCase());
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE']) {
        if (methods.includes(method)) continue;
        const response = await fetch(api.url + path.replace('{id}', 'none'), { method });
        const allowed = response.headers.get('allow')?.split(', ').sort();
        expect({ path, method, status: response.status, allowed }).toEqual({
          path,
          method,
          status: 405,
          allowed: methods.toSorted(),
        });
      }
    }
  });

  it('names every parameter of a path', () => {
    for (const [path, operations] of Object.entries(paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(operations)) {
        const described = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
        expect(described).toEqual(named);
      }
    }
  });
});
