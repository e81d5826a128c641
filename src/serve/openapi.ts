/** The wire as an OpenAPI 3.1 document, made of the schemas that the routes themselves use. */
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { policyOf } from '../access/policies.ts';
import { describeOperation } from './openapi-operation.ts';
import { operations } from './openapi-operations.ts';

const description = `Answers questions from documents, with citations that were checked against their sources.

A request from this machine, under a loopback name and through no proxy, needs no key. Any other needs
one: as \`Authorization: Bearer\`, as \`x-api-key\`, or as the cookie of a session.

Bodies are JSON; fields that are not described are refused, except where a schema says that it takes
more. A method that a path does not have is answered with 405 and \`Allow\`.`;

/** The document, ready to be sent. */
export function createOpenApiDocument() {
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Groundwork',
      version: '0.1.0',
      description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        header: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        session: { type: 'apiKey', in: 'cookie', name: 'groundwork_session' },
      },
    },
    paths: describePaths(),
  });
}

function describePaths(): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const [route, described] of Object.entries(operations)) {
    const [method = '', path = ''] = route.split(' ');
    const operation = describeOperation(described, policyOf(method, path));
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  return paths;
}
