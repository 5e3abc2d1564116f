import type { BucketSettings } from "../objects/settings.ts";

export type BucketNotification = { prefix: string; suffix: string; functionArn: string };
export type BucketPlan = BucketSettings & { notifications: BucketNotification[] };

/** Buckets as the template plans them: complete, with their policies, once every stack is made. */
export type BucketRegistry = Map<string, BucketPlan>;
