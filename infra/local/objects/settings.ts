import type { S3Event } from "aws-lambda";
import * as z from "zod/mini";
import type { AccessKey, Callers } from "../permissions/caller.ts";

export type BucketNotification = { prefix: string; suffix: string; functionArn: string };

type PlannedBucket = BucketSettings & { notifications: BucketNotification[] };

/** A CORS rule of the template; origins and headers may contain one `*` (S3 User Guide, "Elements of a CORS configuration"). */
export const corsRule = z.strictObject({
  AllowedOrigins: z.array(z.string()),
  AllowedMethods: z.array(z.string()),
  AllowedHeaders: z.optional(z.array(z.string())),
  ExposedHeaders: z.optional(z.array(z.string())),
  /** Seconds. */
  MaxAge: z.optional(z.number()),
  Id: z.optional(z.string()),
});
export type CorsRule = z.infer<typeof corsRule>;

/** The properties of a bucket in the template. */
export type BucketSettings = { name: string; versioned: boolean; cors: CorsRule[] };

/** Handles one event: resolving acknowledges it, rejecting causes a retry. */
export type ObjectCreatedHandler = (event: S3Event) => Promise<void>;

/** Attempts for an event until the store stops, and the first pause between them; each further pause is twice as long. */
export type EventRetry = { attempts: number; firstDelayMs: number };

export type ObjectStoreOptions = {
  folder: string;
  /** 0 takes a free port. */
  port: number;
  /** The store's own key: requests signed with it may do everything. */
  credentials: AccessKey;
  /** Other callers, with the permissions of their roles. */
  callers?: Callers | undefined;
  region: string;
  clock?: () => Date;
  eventRetry?: EventRetry;
  /** Logs failed events and internal errors. Standard error by default. */
  log?: (message: string) => void;
};

export type ObjectStore = {
  url: string;
  /** Opens or creates the bucket; throws for an invalid or duplicate name. */
  addBucket(settings: BucketSettings): void;
  /** Subscribes to ObjectCreated of keys with this prefix and suffix; throws where two subscriptions overlap. */
  onCreated(bucket: string, prefix: string, suffix: string, handler: ObjectCreatedHandler): void;
  /** Stops serving and delivering; unacknowledged events are delivered again at the next start. */
  close(): Promise<void>;
};

/** The buckets of the template; they are complete once all stacks are created. */
export type BucketRegistry = Map<string, PlannedBucket>;
