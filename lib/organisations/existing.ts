import type { Caller } from "../records/request-context.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import { type Existing, Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { isVisibleTo } from "./reads.ts";
import { isInSubtree, readTree } from "./tree.ts";

/** Kinds of records that a refused write may point to, and where their items stand. */
const keyOf: Readonly<Record<string, (id: string) => { pk: string; sk: string }>> = {
  organisation: keys.organisation,
  member: keys.member,
  meeting: keys.meeting,
  award: keys.award,
};

/**
 * The same refusal without the record in the way, where the caller may not see that one. Only a refused write pays for
 * this look.
 */
export const withVisibleExisting = async (table: Table, caller: Caller, error: unknown): Promise<unknown> => {
  const existing = error instanceof Problem ? error.details.existing : undefined;
  if (!(error instanceof Problem) || !existing || (await isVisible(table, caller, existing))) return error;
  return new Problem(error.code, { ...error.details, existing: undefined }, error.cause);
};

const isVisible = async (table: Table, caller: Caller, { kind, id }: Existing): Promise<boolean> => {
  const key = keyOf[kind]?.(id);
  // Parts are told of only where their meeting was seen.
  if (!key) return true;
  const [item, tree] = await table.getMany([key, keys.tree(tenantIdFromId(id))]);
  if (!item || !tree || item.tenantId !== tree.tenantId) return false;
  const visibility = item.visibility === "restricted" ? "restricted" : "internal";
  const organisationId = kind === "organisation" ? id : String(item.organisationId);
  return isVisibleTo(caller, { visibility }) && isInSubtree(caller, readTree(tree), organisationId);
};
