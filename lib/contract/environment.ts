/**
 * Environment variables of the functions. The stacks set exactly those that a function's settings list; functions read them
 * through `functions/shared/environment.ts`.
 */
export const variables = {
  TABLE_NAME: "Name of the table.",
  BUCKET_NAME: "Name of the bucket of photos.",
  PAGES_URL: "URL of the public pages: `https://host`.",
  PICTURE_HOST: "Host of picture URLs: `edge` (the host of the pages) or `storage` (the bucket).",
  CURSOR_KEY: "Secret that seals list cursors.",
  ERASED_ID_KEY: "Secret that hashes external ids of erased members.",
  TOKEN_ISSUER: "Issuer of access tokens, a URL.",
  SIGNING_KEY_IDS: "KMS keys of tokens (RSA 2048), comma-separated: the first signs, all are published.",
  ADMIN_CLIENT_SECRET: "Secret of the first client, `admin`.",
  UPLOADS_PREFIX: "Key prefix of uploaded originals.",
  RENDITIONS_PREFIX: "Key prefix of renditions.",
  ERASURES_PREFIX: "Key prefix of the register of erasures, which a restore applies again.",
  WEBHOOK_DELIVERY_QUEUE_URL: "Queue of webhooks to deliver to.",
  ERASURE_PROCESSOR_QUEUE_URL: "Queue of members to erase.",
  EVENT_BUS_NAME: "EventBridge bus of the change feed.",
  WEBHOOK_RECEIVERS: "Allowed receivers of webhooks: `public`, or `public,loopback` on one machine.",
} as const;

export type Variable = keyof typeof variables;

/** Audience of every access token (RFC 9068). */
export const tokenAudience = "dangbo";

/** Value of `UPLOADS_PREFIX`; objects created under it trigger the photo processor. */
export const uploadsPrefix = "uploads/";

/** Value of `RENDITIONS_PREFIX`. */
export const renditionsPrefix = "renditions/";

/** Value of `ERASURES_PREFIX`. */
export const erasuresPrefix = "erasures/";
