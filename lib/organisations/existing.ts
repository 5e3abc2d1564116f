import { type RecordKind, recordKinds, specOf } from "../records/kinds.ts";
import type { RequestContext } from "../records/request-context.ts";
import { ownerIdOf, tenantIdFromId } from "../shared/ids.ts";
import { type Existing, Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { authorize } from "./access.ts";

type Access = Pick<RequestContext, "table" | "caller">;

/** The problem without `existing` where the caller may not see that record of any kind. Only failed writes read for it. */
export const withVisibleExisting = async (context: Access, error: unknown): Promise<unknown> => {
  const existing = error instanceof Problem ? error.details.existing : undefined;
  if (!(error instanceof Problem) || !existing || (await isVisible(context, existing))) return error;
  return new Problem(error.code, { ...error.details, existing: undefined }, error.cause);
};

const isKind = (kind: string): kind is RecordKind => kind in recordKinds;

const isVisible = async (context: Access, { kind, id, href }: Existing): Promise<boolean> => {
  if (!isKind(kind)) return false;
  const { path, partOf, key, audience } = specOf(kind);
  const of = partOf ? ownerIn(path, href, id) : id;
  const ownerKey = partOf ? specOf(partOf).key(of, of) : key(id, id);
  const hint = keys.tree(tenantIdFromId(of));
  const [owner, hinted, part] = await context.table.getMany([ownerKey, hint, ...(partOf ? [key(of, id)] : [])]);
  if (!owner || owner.deletedAt !== undefined || (partOf && !part)) return false;
  const isRestricted = [owner, part].some((item) => item?.visibility === "restricted");
  const isAdmin = context.caller.scopes.includes("dangbo/admin");
  if (!isAdmin && (isRestricted || audience === "administrators")) return false;
  const organisationId = kind === "organisation" ? id : owner.organisationId;
  // Only the root's own records belong to no organisation.
  if (organisationId === undefined) return context.caller.organisationId === null;
  return (await authorize(context, String(owner.tenantId), String(organisationId), hinted)) !== undefined;
};

/** The id of the record that another is a part of: in its path, or in its own id. */
const ownerIn = (path: string, href: string, id: string): string => {
  const place = path.split("/").indexOf("{of}");
  return place < 0 ? ownerIdOf(id) : (href.split("/")[place] ?? "");
};
