import { createHash, timingSafeEqual } from "node:crypto";
import type { KeptSecret, RetiredSecret } from "./schema.ts";

/** Bytes of randomness in a secret. */
export const secretBytes = 32;
const saltBytes = 16;

/** A fresh secret: the text its client gets, and what is kept of it. */
export type NewSecret = { secret: string; kept: KeptSecret };

/**
 * Makes a secret. A slow hash (scrypt, argon2) protects what people choose and others can guess; nobody guesses 256 random
 * bits, so one salted SHA-256 keeps a stolen table useless and a token quick.
 */
export const makeSecret = (randomBytes: (count: number) => Buffer): NewSecret => {
  const secret = randomBytes(secretBytes).toString("base64url");
  const salt = randomBytes(saltBytes).toString("base64url");
  return { secret, kept: { salt, hash: digest(salt, secret).toString("base64url") } };
};

const digest = (salt: string, secret: string) => createHash("sha256").update(salt).update(secret).digest();

const matches = ({ salt, hash }: KeptSecret, secret: string) => {
  const wanted = Buffer.from(hash, "base64url");
  const given = digest(salt, secret);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
};

/** Stands in for the secret of a client that is not there, so that its refusal takes as long. */
const noSecret: KeptSecret = { salt: "", hash: digest("", "").toString("base64url") };

/** Whether a secret is the client's own, or one replaced less than an hour before `now`. `undefined`: there is no such client. */
export const opens = (
  client: { secret: KeptSecret; retired: readonly RetiredSecret[] } | undefined,
  secret: string,
  now: string,
): boolean => {
  const valid = client ? [client.secret, ...stillValid(client.retired, now)] : [noSecret];
  // Every secret is compared, whichever fits: the time taken tells nothing.
  return valid.map((kept) => matches(kept, secret)).includes(true) && client !== undefined;
};

/** Whether two plain secrets are equal, in a time that tells nothing of where they differ. */
export const sameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(createHash("sha256").update(one).digest(), createHash("sha256").update(other).digest());

export const stillValid = (retired: readonly RetiredSecret[], now: string): RetiredSecret[] =>
  retired.filter(({ until }) => until > now);
