/**
 * The variables functions are given. A function gets those listed for it and no other; the stack sets them, the
 * functions read them through `functions/shared/environment.ts`.
 */
export const variables = {
  TABLE_NAME: "Name of the table.",
  BUCKET_NAME: "Name of the bucket that keeps photos.",
  PAGES_URL: "Where readers find the public pages: `https://host`.",
  PICTURES_AT: "Where readers are led for a picture: `edge`, by the host of the pages, or `storage` itself.",
  CURSOR_KEY: "Secret that seals list cursors.",
  TOKEN_ISSUER: "URL that tokens name as their issuer.",
  SIGNING_KEY_IDS: "KMS keys of tokens (RSA 2048), by commas: the first signs, all are published.",
  ADMIN_CLIENT_SECRET: "Secret of the first client, `admin`.",
  UPLOADS_PREFIX: "Key prefix under which uploaded originals arrive.",
  RENDITIONS_PREFIX: "Key prefix under which what is served of photos is kept.",
  ERASURES_PREFIX: "Key prefix under which it is kept whose data was erased, for a restore to erase again.",
  WEBHOOK_DELIVERY_QUEUE_URL: "Queue of webhooks that may have something to deliver.",
  ERASURE_PROCESSOR_QUEUE_URL: "Queue of members whose personal data is to be erased.",
  EVENT_BUS_NAME: "EventBridge bus that carries the change feed.",
  WEBHOOK_RECEIVERS: "Where webhooks may go: `public`, or `public,loopback` on one machine that allows it.",
} as const;

export type Variable = keyof typeof variables;

/** Audience of every access token (RFC 9068). */
export const tokenAudience = "dangbo";

/** Value of `UPLOADS_PREFIX`: uploaded originals arrive under it, and only they start a check. */
export const uploadsPrefix = "uploads/";

/** Value of `RENDITIONS_PREFIX`. */
export const renditionsPrefix = "renditions/";

/** Value of `ERASURES_PREFIX`. */
export const erasuresPrefix = "erasures/";
