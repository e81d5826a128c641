/** Reads a version of a document, which never changes once it is written. */
import { NotFoundError } from '../../errors.ts';
import type { WeaviateCluster } from './cluster.ts';
import { type DocumentBody, decodeBody } from './document-body.ts';
import type { DocumentHead } from './head.ts';
import { type CollectionSet, objectId } from './names.ts';
import { quorum } from './writes.ts';

/** @throws NotFoundError where the version has been replaced meanwhile */
export async function readBody(
  cluster: WeaviateCluster,
  set: CollectionSet,
  { id, uri, version, parts }: DocumentHead,
): Promise<DocumentBody> {
  const texts = await cluster.read('read a document', (client) => {
    const collection = quorum(client, set.parts);
    return Promise.all(
      Array.from({ length: parts }, (_, number) =>
        collection.query.fetchObjectById(objectId(id, version, 'part', number), {
          returnProperties: ['text'],
        }),
      ),
    );
  });
  if (texts.some((text) => text === null)) {
    throw new NotFoundError(`Document "${uri}" was changed while it was read; ask again.`);
  }
  return decodeBody(
    texts.map((text) => String(text?.properties['text'])),
    uri,
  );
}
