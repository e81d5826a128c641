/** Operations on documents: search, read, take in, and what is known of them. */
import { z } from 'zod';
import {
  acceptedFilesSchema,
  chunkListSchema,
  documentListSchema,
  documentSchema,
  evaluationSchema,
  ingestStatusSchema,
  searchQuerySchema,
  searchResponseSchema,
  suggestionsQuerySchema,
  suggestionsSchema,
} from './contract.ts';
import type { DescribedOperation } from './openapi-operation.ts';
import { id, json, linkTo, questionText } from './openapi-parts.ts';

const files = z.object({
  files: z
    .array(z.string().meta({ format: 'binary' }))
    .min(1)
    .max(50),
});

export const libraryOperations: Readonly<Record<`${string} /${string}`, DescribedOperation>> = {
  'GET /api/search': {
    id: 'search',
    summary: 'Passages that fit a question, best first',
    tag: 'library',
    query: searchQuerySchema.extend({ q: questionText }),
    gives: json(searchResponseSchema),
    links: { read: linkTo('readDocument', '/passages/0/documentId') },
    failures: ['404', '431', '502', '503'],
  },
  'GET /api/documents': {
    id: 'listDocuments',
    summary: 'All documents',
    tag: 'library',
    gives: json(documentListSchema),
    links: {
      read: linkTo('readDocument', '/documents/0/id'),
      chunks: linkTo('listChunks', '/documents/0/id'),
    },
    failures: ['503'],
  },
  'POST /api/documents': {
    id: 'addDocuments',
    summary: 'Take files in; the reply does not wait until they are read',
    description: 'Each file has a name with an ending that can be read, such as `.md` or `.pdf`.',
    tag: 'library',
    body: files,
    bodyType: 'multipart/form-data',
    status: '202',
    gives: json(acceptedFilesSchema),
    failures: ['409'],
  },
  'GET /api/documents/{id}': {
    id: 'readDocument',
    summary: 'A document with its text',
    tag: 'library',
    path: id,
    gives: json(documentSchema),
    failures: ['503'],
  },
  'GET /api/documents/{id}/chunks': {
    id: 'listChunks',
    summary: 'Where a document was cut',
    tag: 'library',
    path: id,
    gives: json(chunkListSchema),
    failures: ['503'],
  },
  'GET /api/documents/{id}/original': {
    id: 'readOriginal',
    summary: 'The file that a document was made of',
    tag: 'library',
    path: id,
    gives: { 'application/octet-stream': z.unknown() },
    failures: ['503'],
  },
  'DELETE /api/documents/{id}': {
    id: 'removeDocument',
    summary: 'Remove a file that was uploaded',
    tag: 'library',
    path: id,
    failures: ['409', '503'],
  },
  'DELETE /api/uploads/{name}': {
    id: 'removeUpload',
    summary: 'Remove an uploaded file by its name, whether or not it is in the library',
    tag: 'library',
    path: z.object({ name: z.string().meta({ example: 'lecture.pdf' }) }),
    failures: ['503'],
  },
  'GET /api/ingest': {
    id: 'readIngest',
    summary: 'How the reading of documents goes',
    tag: 'library',
    gives: json(ingestStatusSchema),
  },
  'POST /api/ingest': {
    id: 'ingest',
    summary: 'Read what changed among the documents',
    tag: 'library',
    status: '202',
    gives: json(ingestStatusSchema),
  },
  'GET /api/suggestions': {
    id: 'suggest',
    summary: 'Questions to begin with',
    tag: 'library',
    query: suggestionsQuerySchema,
    gives: json(suggestionsSchema),
    failures: ['404', '431', '503'],
  },
  'GET /api/evaluation': {
    id: 'readEvaluation',
    summary: 'The committed evaluation',
    tag: 'library',
    gives: json(evaluationSchema),
    failures: ['404'],
  },
};
