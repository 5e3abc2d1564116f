import { createHmac } from "node:crypto";

const prefix = "whsec_";
/** 256 bits; the standard asks for 192 to 512. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme */
export const secretBytes = 32;

/** A new secret in the format of Standard Webhooks. */
export const makeSecret = (randomBytes: (count: number) => Buffer): string =>
  prefix + randomBytes(secretBytes).toString("base64");

/** The signed content; the timestamp is in seconds since the epoch. */
type SignedContent = { id: string; timestamp: number; body: string };

/** The `webhook-signature` header: symmetric, version 1 of Standard Webhooks. */
export const signatureOf = (secret: string, { id, timestamp, body }: SignedContent): string => {
  const key = Buffer.from(secret.slice(prefix.length), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
};
