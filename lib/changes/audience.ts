import type { AuditVerb, ChangeVerb } from "../records/changes.ts";
import { ownLength } from "../shared/ids.ts";
import { root } from "../table/keys.ts";

/** Where a record stood: the organisations from the top down to its own, and whether only administrators see it. */
export type Audience = { path: string[]; adminOnly: boolean };

/** What a reader of a feed is: an organisation, `null` for the root, and whether an administrator. */
export type FeedReader = { organisationId: string | null; isAdmin: boolean };

/** Where a record stood before a change and stands after it; absent: it did not exist. */
export type AudienceChange = { before?: Audience | undefined; after?: Audience | undefined };

const isInAudience = (reader: FeedReader, sight: Audience | undefined): boolean =>
  sight !== undefined &&
  (reader.organisationId === null || sight.path.includes(reader.organisationId)) &&
  (reader.isAdmin || !sight.adminOnly);

/**
 * What a change is to a reader: a record that comes into sight is created, one that leaves it deleted, whatever happened to
 * it elsewhere. Undefined where the reader sees it neither before nor after.
 */
export const changeVerbFor = (reader: FeedReader, { before, after }: AudienceChange): ChangeVerb | undefined => {
  const [saw, seesNow] = [isInAudience(reader, before), isInAudience(reader, after)];
  if (!saw) return seesNow ? "created" : undefined;
  return seesNow ? "updated" : "deleted";
};

/** The same for the audit, which also tells what is no change. */
export const auditVerbFor = (reader: FeedReader, sights: AudienceChange, special: AuditVerb | undefined) => {
  const verb = changeVerbFor(reader, sights);
  return verb && special ? special : verb;
};

/** Only homes and the root have a feed of their own; units below a home read their home's. */
const isTenant = (organisationId: string) => organisationId.length === ownLength;

/** Every feed that tells of a change. */
export const feedsFor = ({ before, after }: AudienceChange): string[] => [
  ...new Set([root, ...[...(before?.path ?? []), ...(after?.path ?? [])].filter(isTenant)]),
];

/** The feed a caller reads: of the nearest home above it, its own where it is one. */
export const feedOf = (path: readonly string[]): string => path.findLast(isTenant) ?? root;
