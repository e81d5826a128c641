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
      return { kind: 'converted', converted: await convert(bytes, request.uri, request.claimed) };
    case 'list':
      return { kind: 'entries', entries: await listEntries(bytes) };
    case 'extract': {
      const found = await readEntries(bytes, (name) => name === request.name);
      const content = found.get(request.name);
      if (content === undefined) throw new UserInputError('has changed while it was read');
      return { kind: 'bytes', bytes: new Uint8Array(content) };
    }
  }
}
