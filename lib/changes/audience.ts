import type { AuditVerb, ChangeVerb } from "../records/change-types.ts";
import { ownLength } from "../shared/ids.ts";
import { root } from "../table/keys.ts";

/** Who sees a record: the organisations from the top down to its own, and whether only administrators do. */
export type Audience = { path: string[]; adminOnly: boolean };

/** A reader of a feed: an organisation (`null` for the root), and whether an administrator. */
export type FeedReader = { organisationId: string | null; isAdmin: boolean };

/** The audience of a record before and after a change; absent: the record did not exist. */
type AudienceChange = { before?: Audience | undefined; after?: Audience | undefined };

const isInAudience = (reader: FeedReader, audience: Audience | undefined): boolean =>
  audience !== undefined &&
  (reader.organisationId === null || audience.path.includes(reader.organisationId)) &&
  (reader.isAdmin || !audience.adminOnly);

/**
 * What a change is to a reader: a record that becomes visible is created, one that is no longer visible is deleted. Undefined
 * if the reader sees it neither before nor after.
 */
export const changeVerbFor = (reader: FeedReader, { before, after }: AudienceChange): ChangeVerb | undefined => {
  if (!isInAudience(reader, before)) return isInAudience(reader, after) ? "created" : undefined;
  return isInAudience(reader, after) ? "updated" : "deleted";
};

/** What an audit entry is to a reader; `special` for requests that change no record. */
export const auditVerbFor = (reader: FeedReader, change: AudienceChange & { special?: AuditVerb | undefined }) => {
  const verb = changeVerbFor(reader, change);
  return verb && (change.special ?? verb);
};

/** Only tenants and the root have a feed; units read their tenant's. */
const isTenant = (organisationId: string) => organisationId.length === ownLength;

/** Every feed that a change belongs to. */
export const feedsFor = ({ before, after }: AudienceChange): string[] => [
  ...new Set([root, ...[...(before?.path ?? []), ...(after?.path ?? [])].filter(isTenant)]),
];

/** The feed that a caller reads: of its own organisation if that is a tenant, else of the nearest tenant above. */
export const feedOf = (path: readonly string[]): string => path.findLast(isTenant) ?? root;
