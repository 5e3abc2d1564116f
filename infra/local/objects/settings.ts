import type { S3Event } from "aws-lambda";
import type { Callers } from "../permissions/permissions.ts";

/** One CORS rule of a bucket; origins and headers may hold one `*` (S3 User Guide, "Elements of a CORS configuration"). */
export type CorsRule = {
  allowedOrigins: readonly string[];
  allowedMethods: readonly string[];
  allowedHeaders?: readonly string[] | undefined;
  exposedHeaders?: readonly string[] | undefined;
  maxAgeSeconds?: number | undefined;
};

/**
 * What the template says of a bucket. `denyInsecure` is its policy against plain HTTP: here only callers on this
 * machine (loopback, or a TLS proxy beside the store) then get through.
 */
export type BucketSettings = { name: string; versioned: boolean; cors: CorsRule[]; denyInsecure?: boolean };

/** Receives one event; its promise resolving is the acknowledgement, rejecting asks for another try. */
export type CreatedHandler = (event: S3Event) => Promise<void>;

export type Credentials = { accessKeyId: string; secretAccessKey: string };

/** How often an event is tried in one run of the store, and the first pause in milliseconds; each further one doubles. */
export type EventRetry = { tries: number; firstDelayMs: number };

export type ObjectStoreOptions = {
  folder: string;
  /** 0 takes a free port. */
  port: number;
  /** The store's own key: whoever signs with it may do everything. */
  credentials: Credentials;
  /** Others with keys, who may do what their roles allow. */
  callers?: Callers | undefined;
  region: string;
  clock?: () => Date;
  /** The address listened on; loopback by default. */
  host?: string;
  eventRetry?: EventRetry;
  /** Told of what nobody else hears: a failed event, an internal error. Standard error by default. */
  report?: (message: string) => void;
};

export type ObjectStore = {
  url: string;
  /** Opens the bucket, or makes it; throws where its name is taken or not one S3 would take. */
  addBucket(settings: BucketSettings): void;
  /** Subscribes to ObjectCreated of keys with this prefix and suffix; throws where two subscriptions would overlap. */
  onCreated(bucket: string, prefix: string, suffix: string, handler: CreatedHandler): void;
  /** Stops listening and delivering; events not yet acknowledged come again at the next start. */
  close(): Promise<void>;
};
