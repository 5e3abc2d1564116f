import { createHash, timingSafeEqual } from "node:crypto";
import { pathTo, readTree } from "../organisations/tree.ts";
import { isId, tenantIdFromId } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import type { Scope } from "../vocabulary/token.ts";
import { readClient, type StoredClient } from "./items.ts";
import type { RetiredSecret, StoredSecret } from "./schema.ts";

/** Bytes of randomness in a secret. */
export const secretBytes = 32;

const saltBytes = 16;

/** A new secret: the text for the client, and its stored hash. */
export type NewSecret = { secret: string; stored: StoredSecret };

/**
 * Generates a secret. Slow hashes (scrypt, argon2) protect passwords that can be guessed; 256 random bits cannot, so one salted
 * SHA-256 is enough and keeps tokens fast.
 */
export const generateSecret = (randomBytes: (count: number) => Buffer): NewSecret => {
  const secret = randomBytes(secretBytes).toString("base64url");
  const salt = randomBytes(saltBytes).toString("base64url");
  return { secret, stored: { salt, hash: digest(salt, secret).toString("base64url") } };
};

const digest = (salt: string, secret: string) => createHash("sha256").update(salt).update(secret).digest();

const matches = ({ salt, hash }: StoredSecret, secret: string) => {
  const wanted = Buffer.from(hash, "base64url");
  const given = digest(salt, secret);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
};

/** Compared for an absent client, so that its rejection takes as long. */
const dummySecret: StoredSecret = { salt: "", hash: digest("", "").toString("base64url") };

/** Whether a secret is the client's current one, or one replaced less than an hour before `now`. */
export const matchesSecret = (
  client: { secret: StoredSecret; retired: readonly RetiredSecret[] } | undefined,
  secret: string,
  now: string,
): boolean => {
  const valid = client ? [client.secret, ...unexpiredSecrets(client.retired, now)] : [dummySecret];
  // Constant time: every secret is compared, even after a match.
  return valid.map((stored) => matches(stored, secret)).includes(true) && client !== undefined;
};

/** Compares two plain secrets in constant time. */
export const sameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(createHash("sha256").update(one).digest(), createHash("sha256").update(other).digest());

export const unexpiredSecrets = (retired: readonly RetiredSecret[], now: string): RetiredSecret[] =>
  retired.filter(({ until }) => until > now);

/** A client that has presented its secret, with its current path. */
export type AuthenticatedClient = {
  id: string;
  scopes: readonly Scope[];
  /** `null`: the root. */
  organisationId: string | null;
  /** Ids from the top superior down to its organisation; empty for the root. */
  path: readonly string[];
};

/**
 * Authenticates a client in one round trip, together with the tree that its id points to. Undefined for an unknown client
 * and for a wrong secret alike.
 */
export const authenticateClient = async (
  table: Table,
  id: string,
  secret: string,
  now: string,
): Promise<AuthenticatedClient | undefined> => {
  const [item, hinted] = isId(id) ? await table.getMany([keys.client(id), keys.tree(tenantIdFromId(id))]) : [];
  const client = item && readClient(item);
  if (!matchesSecret(client, secret, now) || !client) return undefined;
  const { organisationId, scopes } = client.record;
  if (organisationId === undefined) return { id, scopes, organisationId: null, path: [] };
  return { id, scopes, organisationId, path: await pathOf(table, client, organisationId, hinted) };
};

const pathOf = async (table: Table, { tenantId }: StoredClient, organisationId: string, hinted: Item | undefined) => {
  const item = hinted && hinted.tenantId === tenantId ? hinted : await table.get(keys.tree(tenantId));
  const path = item ? pathTo(readTree(item), organisationId) : [];
  if (path.at(-1) !== organisationId) throw new TypeError("The organisation of a client is in no tree");
  return path;
};
