/** Three nodes for the tests that end none of them; the others start their own. */
import type { TestProject } from 'vitest/node';
import { startCluster } from './start-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the first node. */
    readonly weaviateUrl: string;
    readonly weaviateGrpcPort: number;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster({ size: 3 });
  const [first] = cluster.nodes;
  project.provide('weaviateUrl', first!.url);
  project.provide('weaviateGrpcPort', first!.grpcPort);
  return () => cluster.stop();
}
