/** The child process: reads one untrusted file at a time, and is ended when one is too much for it. */
import { UserInputError } from '../../errors.ts';
import type { ChildReply, ChildRequest } from './child-protocol.ts';
import { convert } from './convert.ts';
import { listEntries, readEntries } from './unzip.ts';

process.on('message', async (request: ChildRequest) => {
  process.send!(await reply(request));
});

async function reply(request: ChildRequest): Promise<ChildReply> {
  try {
    return await work(request);
  } catch (error) {
    const reason =
      error instanceof UserInputError
        ? error.message
        : 'cannot be read: it is damaged, or unlike what programs usually write';
    return { kind: 'refused', reason: reason.slice(0, 500) };
  }
}

async function work(request: ChildRequest): Promise<ChildReply> {
  const { bytes } = request;
  switch (request.job) {
    case 'convert':
      return {
        kind: 'converted',
        converted: await convert(bytes, request.uri, request.claimed, request.readings),
      };
    case 'picture': {
      const { pictureOf } = await import('./pdf/pdf-picture.ts');
      return { kind: 'picture', bytes: new Uint8Array(await pictureOf(bytes, request.page)) };
    }
    case 'list':
      return { kind: 'entries', entries: await listEntries(bytes) };
    case 'extract':
      return { kind: 'files', files: await extract(bytes, new Set(request.names)) };
  }
}

/** One that cannot be unpacked does not stop the others. */
async function extract(bytes: Uint8Array, names: ReadonlySet<string>) {
  const refused = new Map<string, string>();
  const found = await readEntries(
    bytes,
    (name) => names.has(name),
    (name, error) => refused.set(name, error.message),
  );
  return [...names].map((name) => {
    const content = found.get(name);
    const reason = refused.get(name) ?? 'has changed while it was read';
    return { name, content: content === undefined ? reason : new Uint8Array(content) };
  });
}
