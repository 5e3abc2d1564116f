import { createHash } from "node:crypto";
import { attendeeRecord, voteRecord } from "../meetings/part-schemas.ts";
import { storedPhoto } from "../photos/schema.ts";
import { hrefOf } from "../records/kinds.ts";
import { keys, root } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import type { Audience } from "./audience.ts";
import { fieldChanges } from "./field-changes.ts";
import type { FeedEntry } from "./items.ts";
import { type ItemCache, loadPath, parentOf, pathKeys } from "./organisation-path.ts";
import { changedAt, changedBy, changeIdOf, type RecordChange } from "./record-change.ts";

/** The reason of a deletion, in its note, of which no values may be kept. */
export const erasureReason = "erasure";

/** A change that is ready to be told: to whom, and apart from it what changed, as JSON. */
export type ResolvedChange = {
  entry: FeedEntry;
  salt: string;
  changes: string;
  /** Whether what changed may be kept: it is not where it tells of somebody whose data is erased. */
  keepsValues: boolean;
  /** A restore put the record back: told before, it is not told again. */
  isRestored: boolean;
};

/** Only administrators see clients and webhooks at all. */
const adminKinds: readonly string[] = ["client", "webhook"];

/** What is certainly needed of the table to tell of changes, so that it can be read together. */
export const keysToResolve = (changes: readonly RecordChange[]) =>
  changes.flatMap(({ name, key, before, after }) => [
    ...(before && !after ? [keys.deletion(key), keys.deletion(name.owner)] : []),
    ...(key.sk === name.owner.sk ? [] : [name.owner, keys.deletion(name.owner)]),
    ...[before, after].flatMap((item) => pathKeysOf(name.kind, item)),
    ...describedMembers({ name, before, after }).map(keys.memberErasure),
  ]);

/** Members of whom a change says more than that they were there: the record is theirs, gives a reason, or shows them. */
const describedMembers = ({ name, before, after }: Pick<RecordChange, "name" | "before" | "after">): string[] => {
  const images = [before, after].flatMap((item) => (item ? [item] : []));
  if (name.owner.pk === keys.member(name.of).pk) return [name.of];
  if (name.kind === "attendee") return images.flatMap((item) => attendeeRecord.parse(item).memberId ?? []);
  if (name.kind === "photo")
    return images.flatMap((item) =>
      (storedPhoto.parse(item).peopleShown ?? []).flatMap(({ memberId }) => memberId ?? []),
    );
  if (name.kind !== "vote") return [];
  return images.flatMap((item) => (voteRecord.parse(item).base.exclusions ?? []).map(({ memberId }) => memberId));
};

const pathKeysOf = (kind: string, item: Item | undefined) => {
  if (!item) return [];
  const parent = kind === "organisation" ? parentOf(item) : undefined;
  if (kind === "organisation") return parent ? pathKeys(parent) : [];
  const { organisationId, tenantId } = item;
  return typeof organisationId === "string" && typeof tenantId === "string"
    ? pathKeys({ organisationId, tenantId })
    : [];
};

/** Finds out who may see a change and what it says. Throws where that cannot be told. */
export const resolveChange = async (reader: ItemCache, change: RecordChange, salt: string): Promise<ResolvedChange> => {
  const { name, key, verb, before, after } = change;
  const deletion = verb === "deleted" ? await loadTombstone(reader, change) : undefined;
  const at = changedAt(change, deletion);
  const isRequest = verb === "exported" || verb === "erased";
  const [was, is] = isRequest ? await requestAudiences(reader, change) : await audiencesOf(reader, change);
  const changes = isRequest ? "[]" : JSON.stringify(fieldChanges(name.kind, before, after));
  const told: FeedEntry = {
    id: changeIdOf(change, at),
    at,
    kind: name.kind,
    resourceId: name.id,
    href: hrefOf(name.kind, name.id, name.of),
    client: changedBy(change, deletion),
    record: key.pk,
    ...(isRequest ? { special: verb } : {}),
    ...(was ? { before: was } : {}),
    ...(is ? { after: is } : {}),
    digest: changeDigest(salt, changes),
  };
  const erasures = await reader.read(describedMembers(change).map(keys.memberErasure));
  const isErased = deletion?.reason === erasureReason || erasures.some((asked) => asked !== undefined);
  return { entry: told, salt, changes, keepsValues: !isErased, isRestored: change.isRestored };
};

/** The note of a deletion: of the record itself, or of what it went along with. */
const loadTombstone = async (reader: ItemCache, { key, name }: RecordChange) => {
  const [own, owners] = await reader.read([keys.deletion(key), keys.deletion(name.owner)]);
  return own ?? owners;
};

/** SHA-256 in base64url of what changed, salted: it proves the values as long as they are kept, and tells nothing after. */
export const changeDigest = (salt: string, changes: string): string =>
  createHash("sha256").update(salt).update(changes).digest("base64url");

const audiencesOf = async (
  reader: ItemCache,
  change: RecordChange,
): Promise<[Audience | undefined, Audience | undefined]> => [
  change.before && (await audienceOf(reader, change, change.before)),
  change.after && (await audienceOf(reader, change, change.after)),
];

/** A request about a member is seen by whoever sees the member, as something that was there before and is after. */
const requestAudiences = async (reader: ItemCache, change: RecordChange): Promise<[Audience, Audience]> => {
  const sight = await ownerAudience(reader, change);
  return [sight, sight];
};

const audienceOf = async (reader: ItemCache, change: RecordChange, item: Item): Promise<Audience> => {
  const { name, key } = change;
  if (name.kind === "organisation") return organisationAudience(reader, item);
  if (key.sk === name.owner.sk) return audienceFromOwner(reader, item, adminKinds.includes(name.kind));
  const { path, adminOnly } = await ownerAudience(reader, change);
  return { path, adminOnly: adminOnly || item.visibility === "restricted" };
};

/** Parts are seen with their member or meeting, as it is now or as it was when it was deleted. */
const ownerAudience = async (reader: ItemCache, { name }: RecordChange): Promise<Audience> => {
  const [owner, note] = await reader.read([name.owner, keys.deletion(name.owner)]);
  const known = owner?.visibility === undefined ? note : owner;
  if (!known) throw new Error(`Nothing tells where ${name.owner.pk} stands`);
  return audienceFromOwner(reader, known, false);
};

const audienceFromOwner = async (reader: ItemCache, item: Item, isAdmins: boolean): Promise<Audience> => {
  const { organisationId = root, tenantId = root, visibility } = item;
  const path = await loadPath(reader, { organisationId: String(organisationId), tenantId: String(tenantId) });
  return { path, adminOnly: isAdmins || visibility === "restricted" };
};

/** Where an organisation stood when its record said so, whatever its tree says since. */
const organisationAudience = async (reader: ItemCache, item: Item): Promise<Audience> => {
  const parent = parentOf(item);
  const above = parent ? await loadPath(reader, parent) : [];
  return { path: [...above, String(item.id)], adminOnly: item.visibility === "restricted" };
};
