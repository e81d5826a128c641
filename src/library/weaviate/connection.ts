/** Where Weaviate is and how the library is laid out in it. */
export interface WeaviateConnection {
  /** One a node, in the order in which they are asked. */
  readonly nodes: readonly WeaviateAddress[];
  readonly apiKey: string | undefined;
  /** Begins the names of the collections. */
  readonly prefix: string;
  /** Nodes that hold each object. */
  readonly replication: number;
  /** Parts of each collection; undefined leaves it to the server: one a node. */
  readonly shards: number | undefined;
}

export interface WeaviateAddress {
  /** Without a slash at its end. */
  readonly url: string;
  readonly grpcHost: string;
  readonly grpcPort: number;
}

export interface WeaviateSettings {
  readonly WEAVIATE_URL?: readonly string[] | undefined;
  readonly WEAVIATE_GRPC_URL?: readonly string[] | undefined;
  readonly WEAVIATE_API_KEY?: string | undefined;
  readonly WEAVIATE_PREFIX: string;
  readonly WEAVIATE_REPLICATION: number;
  readonly WEAVIATE_SHARDS?: number | undefined;
}

/** The connection that a configuration names. */
export function connectionOf(settings: WeaviateSettings): WeaviateConnection {
  const { WEAVIATE_URL = [], WEAVIATE_GRPC_URL = [] } = settings;
  return {
    nodes: WEAVIATE_URL.map((text, at): WeaviateAddress => {
      const { hostname, protocol } = new URL(text);
      const given = WEAVIATE_GRPC_URL[at];
      const colon = given?.lastIndexOf(':') ?? -1;
      return {
        url: text.replace(/\/+$/, ''),
        grpcHost: given?.slice(0, colon) ?? hostname,
        grpcPort: given ? Number(given.slice(colon + 1)) : protocol === 'https:' ? 443 : 50051,
      };
    }),
    apiKey: settings.WEAVIATE_API_KEY,
    prefix: settings.WEAVIATE_PREFIX,
    replication: settings.WEAVIATE_REPLICATION,
    shards: settings.WEAVIATE_SHARDS,
  };
}
