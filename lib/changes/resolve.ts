import { createHash } from "node:crypto";
import { hrefOf, type RecordKind, recordKinds } from "../records/kinds.ts";
import { keys, root } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import type { Audience } from "./audience.ts";
import { fieldChanges, type RecordSchema } from "./field-changes.ts";
import type { FeedEntry } from "./items.ts";
import { type ItemCache, loadPath, parentOf, pathKeys } from "./organisation-path.ts";
import { describedMembers, describedPeople } from "./personal-data.ts";
import { changedAt, changedBy, changeIdOf, type RecordChange } from "./record-change.ts";

/** Reason in the tombstone of a record that was deleted for an erasure: no values of it may be stored. */
export const erasureReason = "erasure";

/** A change that is ready to be published: the entry of the feeds, and apart from it the changed values as JSON. */
export type ResolvedChange = {
  entry: FeedEntry;
  salt: string;
  changes: string;
  /** Whom the change describes; members are a part of it. */
  people: readonly string[];
  members: readonly string[];
  /** Members among them whose erasure was requested. */
  erased: readonly string[];
  /** Partition of the stored response to the request that created the record. */
  idempotencyPk: string | undefined;
  /** False if the change describes a person whose data is erased. */
  keepsValues: boolean;
  /** A restore wrote the record: its change may have been published before. */
  isRestored: boolean;
};

/** The schema of every kind of record, from which diffs take its fields. */
export type RecordSchemas = Readonly<Record<RecordKind, RecordSchema>>;

/** Items that resolving the changes needs in any case, so that they can be read in one batch. */
export const keysToResolve = (changes: readonly RecordChange[]) =>
  changes.flatMap((change) => {
    const { name, key, before, after } = change;
    return [
      ...(before && !after ? [keys.tombstone(key), keys.tombstone(name.owner)] : []),
      ...(key.sk === name.owner.sk ? [] : [name.owner, keys.tombstone(name.owner)]),
      ...[before, after].flatMap((item) => pathKeysOf(name.kind, item)),
      ...describedMembers(change).map(keys.memberErasure),
    ];
  });

const pathKeysOf = (kind: RecordKind, item: Item | undefined) => {
  if (!item) return [];
  if (kind === "organisation") {
    const parent = parentOf(item);
    return parent ? pathKeys(parent) : [];
  }
  const { organisationId, tenantId } = item;
  return typeof organisationId === "string" && typeof tenantId === "string"
    ? pathKeys({ organisationId, tenantId })
    : [];
};

/** Determines audience and content of a change. Throws if an item that it depends on is missing. */
export const resolveChange = async (
  cache: ItemCache,
  change: RecordChange,
  { salt, schemas }: { salt: string; schemas: RecordSchemas },
): Promise<ResolvedChange> => {
  const { name, key, verb, before, after } = change;
  const tombstone = verb === "deleted" ? await loadTombstone(cache, change) : undefined;
  const at = changedAt(change, tombstone);
  const isRequest = verb === "exported" || verb === "erased";
  const [was, is] = isRequest ? await requestAudiences(cache, change) : await audiencesOf(cache, change);
  const changes = isRequest ? "[]" : JSON.stringify(fieldChanges(schemas[name.kind], before, after));
  const entry: FeedEntry = {
    id: changeIdOf(change, at),
    at,
    kind: name.kind,
    resourceId: name.id,
    href: hrefOf(name.kind, name.id, name.of),
    client: changedBy(change, tombstone),
    record: key.pk,
    ...(isRequest ? { special: verb } : {}),
    ...(was ? { before: was } : {}),
    ...(is ? { after: is } : {}),
    digest: changeDigest(salt, changes),
  };
  const members = describedMembers(change);
  const erasures = await cache.read(members.map(keys.memberErasure));
  const erased = members.filter((_, i) => erasures[i] !== undefined);
  return {
    ...{ entry, salt, changes, members, erased },
    people: describedPeople(change),
    idempotencyPk: before ? undefined : (after?.idempotencyPk as string | undefined),
    keepsValues: tombstone?.reason !== erasureReason && erased.length === 0,
    isRestored: change.isRestored,
  };
};

/** The tombstone of the record itself, or of the record that it was deleted with. */
const loadTombstone = async (cache: ItemCache, { key, name }: RecordChange) => {
  const [own, owners] = await cache.read([keys.tombstone(key), keys.tombstone(name.owner)]);
  return own ?? owners;
};

/** Salted SHA-256 in base64url: proves the values while salt and values are stored, and reveals nothing afterwards. */
export const changeDigest = (salt: string, changes: string): string =>
  createHash("sha256").update(salt).update(changes).digest("base64url");

type Audiences = [before: Audience | undefined, after: Audience | undefined];

const audiencesOf = async (cache: ItemCache, change: RecordChange): Promise<Audiences> => [
  change.before && (await audienceOf(cache, change, change.before)),
  change.after && (await audienceOf(cache, change, change.after)),
];

/** Export and erasure are visible to the readers of the member, as an update would be. */
const requestAudiences = async (cache: ItemCache, change: RecordChange): Promise<Audiences> => {
  const audience = await ownerAudience(cache, change);
  return [audience, audience];
};

const audienceOf = async (cache: ItemCache, change: RecordChange, item: Item): Promise<Audience> => {
  const { name, key } = change;
  if (name.kind === "organisation") return organisationAudience(cache, item);
  if (key.sk === name.owner.sk) return ownAudience(cache, item, name.kind);
  const { path, adminOnly } = await ownerAudience(cache, change);
  return { path, adminOnly: adminOnly || item.visibility === "restricted" };
};

/** A part has the audience of its member or meeting, as that is now or was when it was deleted. */
const ownerAudience = async (cache: ItemCache, { name }: RecordChange): Promise<Audience> => {
  const [owner, tombstone] = await cache.read([name.owner, keys.tombstone(name.owner)]);
  const known = owner?.visibility === undefined ? tombstone : owner;
  if (!known) throw new Error(`Neither record nor tombstone exists for ${name.owner.pk}`);
  return ownAudience(cache, known, undefined);
};

const ownAudience = async (cache: ItemCache, item: Item, kind: RecordKind | undefined): Promise<Audience> => {
  const { organisationId = root, tenantId = root, visibility } = item;
  // A tombstone has the path of the day of the deletion.
  const path =
    typeof item.path === "string"
      ? item.path.split("/")
      : await loadPath(cache, { organisationId: String(organisationId), tenantId: String(tenantId) });
  const isAdministrative = kind !== undefined && recordKinds[kind].audience === "administrators";
  return { path, adminOnly: isAdministrative || visibility === "restricted" };
};

/** By the parent that the record names, not by the current tree. */
const organisationAudience = async (cache: ItemCache, item: Item): Promise<Audience> => {
  const parent = parentOf(item);
  const above = parent ? await loadPath(cache, parent) : [];
  return { path: [...above, String(item.id)], adminOnly: item.visibility === "restricted" };
};
