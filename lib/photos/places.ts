import type { Bucket } from "../storage/bucket.ts";

/** Where the bytes of photos are. */
export type Places = { bucket: Bucket; uploadsPrefix: string; renditionsPrefix: string };
