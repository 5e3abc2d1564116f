import { createHmac } from "node:crypto";

const prefix = "whsec_";
/** 256 bits; the standard asks for 192 to 512. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme */
export const secretBytes = 32;

/** A fresh secret as Standard Webhooks writes it. */
export const makeSecret = (randomBytes: (count: number) => Buffer): string =>
  prefix + randomBytes(secretBytes).toString("base64");

/** What is sent: the id and the time, in seconds since the epoch, are signed with the body. */
export type SignedContent = { id: string; timestamp: number; body: string };

/** The `webhook-signature` header: symmetric, version 1. Same source. */
export const signatureOf = (secret: string, { id, timestamp, body }: SignedContent): string => {
  const key = Buffer.from(secret.slice(prefix.length), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
};
