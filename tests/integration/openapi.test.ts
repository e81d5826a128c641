import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
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
        summary: z.string(),
        parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
        responses: z.record(z.string(), z.unknown()),
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
        const body = response.status === 204 ? {} : await response.clone().json();
        expect(JSON.stringify(body)).not.toContain('There is nothing at this address');
        expect(response.status).not.toBe(405);
        const described = Object.keys(responses).some(
          (status) =>
            status === String(response.status) || status === `${(response.status / 100) | 0}XX`,
        );
        expect({ path, method, status: response.status, described }).toMatchObject({
          described: true,
        });
        await response.body?.cancel();
      }
    }
    expect(api.unexpected).toEqual([]);
  });

  it('leaves out no operation that the server has', async () => {
    // What answers 405 with Allow has a route; each allowed method must be described.
    const known = Object.keys(paths).filter((path) => path.startsWith('/api/'));
    for (const path of known) {
      const response = await fetch(api.url + path.replace('{id}', 'none'), { method: 'PUT' });
      if (response.status !== 405) continue;
      const allowed = response.headers.get('allow')!.toLowerCase().split(/,\s*/);
      expect({ path, methods: Object.keys(paths[path]!).sort() }).toEqual({
        path,
        methods: allowed.sort(),
      });
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
