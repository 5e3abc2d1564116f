import { createHmac } from "node:crypto";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { check, update, type Write } from "../table/write.ts";
import type { ExternalIdHolder } from "./external-ids.ts";
import type { HashExternalId } from "./request-context.ts";

/** @param secret known to the service only (`ERASED_ID_KEY`); with another one, hashes stored before match nothing */
export const createExternalIdHash =
  (secret: () => string): HashExternalId =>
  (...parts) =>
    createHmac("sha256", secret()).update(JSON.stringify(parts)).digest("base64url");

/** Hashes of the external ids that a record has. */
export const externalIdHashes = (hash: HashExternalId, { record, tenantId }: ExternalIdHolder): string[] =>
  Object.entries(record.externalIds ?? {}).map(([source, externalId]) => hash(tenantId, source, externalId));

/** Marks external ids as those of an erased person. */
export const markErasedIds = (hashes: readonly string[], erasedAt: string): Write[] =>
  hashes.map((hash) =>
    update(keys.erasedId(hash), { update: "SET erasedAt = :erasedAt", values: { ":erasedAt": erasedAt } }),
  );

/** Rejects external ids of erased persons, of those that a record gains, as `erased`. */
export const checkErasedIds = (
  hash: HashExternalId,
  before: ExternalIdHolder | undefined,
  after: ExternalIdHolder,
): Write[] => {
  const known = new Set(before && externalIdHashes(hash, before));
  return externalIdHashes(hash, after)
    .filter((one) => !known.has(one))
    .map((one) => check(keys.erasedId(one), { expression: "attribute_not_exists(pk)" }, () => new Problem("erased")));
};
