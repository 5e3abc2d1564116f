import { getVisibleMember, type VisibleMember } from "../members/reads.ts";
import { isVisibleTo } from "../organisations/reads.ts";
import type { RequestContext } from "../records/request-context.ts";
import { isId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Item } from "../table/write.ts";

/** A visible member, or the tombstone of one that was deleted where the caller saw it. */
export type DataSubject = { member: VisibleMember; tombstone?: undefined } | { member?: undefined; tombstone: Item };

/** The member of a request about personal data; a deleted one too, since the audit describes it. One round trip. Throws 404. */
export const requireDataSubject = async (context: RequestContext, id: string): Promise<DataSubject> => {
  const [member, tombstone] = await Promise.all([
    getVisibleMember(context, id),
    isId(id) ? context.table.get(keys.tombstone(keys.member(id))) : undefined,
  ]);
  if (member) return { member };
  if (tombstone && wasVisibleTo(context, tombstone)) return { tombstone };
  throw notFound();
};

/** Whether a deleted member was in the caller's subtree when it was deleted. */
const wasVisibleTo = ({ caller }: RequestContext, { path, visibility }: Item): boolean =>
  (caller.organisationId === null ||
    String(path ?? "")
      .split("/")
      .includes(caller.organisationId)) &&
  isVisibleTo(caller, { visibility: visibility === "restricted" ? "restricted" : "internal" });
