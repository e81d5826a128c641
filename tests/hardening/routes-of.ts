/** Every route of a running server: those that it describes, and addresses of the page. */
import { z } from 'zod';
import type { AbusedRoute } from './abuse-request.ts';

const describedSchema = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        requestBody: z
          .looseObject({
            content: z.record(
              z.string(),
              z.looseObject({
                examples: z.record(z.string(), z.looseObject({ value: z.unknown() })).optional(),
              }),
            ),
          })
          .optional(),
      }),
    ),
  ),
});

const pageTargets = ['/', '/library', '/read/none', '/assets/none.js', '/favicon.svg', '/nothing'];

/** @throws ZodError when the server does not describe itself */
export async function routesOf(url: string): Promise<AbusedRoute[]> {
  const reply = await fetch(`${url}/openapi.json`);
  const { paths } = describedSchema.parse(await reply.json());
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { requestBody }]) => ({
      method: method.toUpperCase(),
      target: path.replaceAll(/\{\w+\}/g, 'none'),
      body: requestBody && exampleOf(requestBody.content['application/json']?.examples),
    })),
  );
  const pages = pageTargets.map((target) => ({ method: 'GET', target, body: undefined }));
  return [...described, ...pages];
}

function exampleOf(examples: Readonly<Record<string, { value?: unknown }>> = {}): unknown {
  return Object.values(examples)[0]?.value ?? {};
}
