import { inject } from 'vitest';
import { describeLibrary } from '../contracts/library.ts';

describeLibrary('library in Weaviate', () => ({
  LIBRARY: 'weaviate',
  WEAVIATE_URL: inject('weaviateUrl'),
  WEAVIATE_GRPC_URL: `127.0.0.1:${inject('weaviateGrpcPort')}`,
  WEAVIATE_REPLICATION: '3',
}));
