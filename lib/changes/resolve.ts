import { createHash } from "node:crypto";
import { attendeeRecord } from "../meetings/attendee-schema.ts";
import { voteRecord } from "../meetings/vote-schema.ts";
import { keptPhoto } from "../photos/schema.ts";
import { hrefOf } from "../records/changes.ts";
import { keys, root } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { fieldChanges } from "./details.ts";
import type { ToldChange } from "./entries.ts";
import { keysOfPlace, parentPlace, pathOf, type Reader } from "./places.ts";
import { atOf, clientOf, idOfChange, type RecordChange } from "./record-change.ts";
import type { Sight } from "./sight.ts";

/** The reason of a deletion, in its note, of which no values may be kept. */
export const erasure = "erasure";

/** A change that is ready to be told: to whom, and apart from it what changed, as JSON. */
export type ResolvedChange = {
  told: ToldChange;
  salt: string;
  changes: string;
  /** Whether what changed may be kept: it is not where it tells of somebody whose data is erased. */
  isKept: boolean;
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
    ...[before, after].flatMap((item) => placesIn(name.kind, item)),
    ...peopleIn({ name, before, after }).map(keys.memberErasure),
  ]);

/** Members of whom a change says more than that they were there: the record is theirs, gives a reason, or shows them. */
const peopleIn = ({ name, before, after }: Pick<RecordChange, "name" | "before" | "after">): string[] => {
  const images = [before, after].flatMap((item) => (item ? [item] : []));
  if (name.owner.pk === keys.member(name.of).pk) return [name.of];
  if (name.kind === "attendee") return images.flatMap((item) => attendeeRecord.parse(item).memberId ?? []);
  if (name.kind === "photo")
    return images.flatMap((item) =>
      (keptPhoto.parse(item).peopleShown ?? []).flatMap(({ memberId }) => memberId ?? []),
    );
  if (name.kind !== "vote") return [];
  return images.flatMap((item) => (voteRecord.parse(item).base.exclusions ?? []).map(({ memberId }) => memberId));
};

const placesIn = (kind: string, item: Item | undefined) => {
  if (!item) return [];
  const parent = kind === "organisation" ? parentPlace(item) : undefined;
  if (kind === "organisation") return parent ? keysOfPlace(parent) : [];
  const { organisationId, tenantId } = item;
  return typeof organisationId === "string" && typeof tenantId === "string"
    ? keysOfPlace({ organisationId, tenantId })
    : [];
};

/** Finds out who may see a change and what it says. Throws where that cannot be told. */
export const resolveChange = async (reader: Reader, change: RecordChange, salt: string): Promise<ResolvedChange> => {
  const { name, key, verb, before, after } = change;
  const deletion = verb === "deleted" ? await deletionOf(reader, change) : undefined;
  const at = atOf(change, deletion);
  const isRequest = verb === "exported" || verb === "erased";
  const [was, is] = isRequest ? await requestSights(reader, change) : await sightsOf(reader, change);
  const changes = isRequest ? "[]" : JSON.stringify(fieldChanges(name.kind, before, after));
  const told: ToldChange = {
    id: idOfChange(change, at),
    at,
    kind: name.kind,
    resourceId: name.id,
    href: hrefOf(name.kind, name.id, name.of),
    client: clientOf(change, deletion),
    record: key.pk,
    ...(isRequest ? { special: verb } : {}),
    ...(was ? { before: was } : {}),
    ...(is ? { after: is } : {}),
    digest: digestOf(salt, changes),
  };
  const erasures = await reader.read(peopleIn(change).map(keys.memberErasure));
  const isErased = deletion?.reason === erasure || erasures.some((asked) => asked !== undefined);
  return { told, salt, changes, isKept: !isErased, isRestored: change.isRestored };
};

/** The note of a deletion: of the record itself, or of what it went along with. */
const deletionOf = async (reader: Reader, { key, name }: RecordChange) => {
  const [own, owners] = await reader.read([keys.deletion(key), keys.deletion(name.owner)]);
  return own ?? owners;
};

/** SHA-256 in base64url of what changed, salted: it proves the values as long as they are kept, and tells nothing after. */
export const digestOf = (salt: string, changes: string): string =>
  createHash("sha256").update(salt).update(changes).digest("base64url");

const sightsOf = async (reader: Reader, change: RecordChange): Promise<[Sight | undefined, Sight | undefined]> => [
  change.before && (await sightOf(reader, change, change.before)),
  change.after && (await sightOf(reader, change, change.after)),
];

/** A request about a member is seen by whoever sees the member, as something that was there before and is after. */
const requestSights = async (reader: Reader, change: RecordChange): Promise<[Sight, Sight]> => {
  const sight = await ownerSight(reader, change);
  return [sight, sight];
};

const sightOf = async (reader: Reader, change: RecordChange, item: Item): Promise<Sight> => {
  const { name, key } = change;
  if (name.kind === "organisation") return organisationSight(reader, item);
  if (key.sk === name.owner.sk) return placedSight(reader, item, adminKinds.includes(name.kind));
  const { path, adminOnly } = await ownerSight(reader, change);
  return { path, adminOnly: adminOnly || item.visibility === "restricted" };
};

/** Parts are seen with their member or meeting, as it is now or as it was when it was deleted. */
const ownerSight = async (reader: Reader, { name }: RecordChange): Promise<Sight> => {
  const [owner, note] = await reader.read([name.owner, keys.deletion(name.owner)]);
  const known = owner?.visibility === undefined ? note : owner;
  if (!known) throw new Error(`Nothing tells where ${name.owner.pk} stands`);
  return placedSight(reader, known, false);
};

const placedSight = async (reader: Reader, item: Item, isAdmins: boolean): Promise<Sight> => {
  const { organisationId = root, tenantId = root, visibility } = item;
  const path = await pathOf(reader, { organisationId: String(organisationId), tenantId: String(tenantId) });
  return { path, adminOnly: isAdmins || visibility === "restricted" };
};

/** Where an organisation stood when its record said so, whatever its tree says since. */
const organisationSight = async (reader: Reader, item: Item): Promise<Sight> => {
  const parent = parentPlace(item);
  const above = parent ? await pathOf(reader, parent) : [];
  return { path: [...above, String(item.id)], adminOnly: item.visibility === "restricted" };
};
