import { accessCheckKeys, authorize } from "../organisations/reach.ts";
import { isId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import type { RequestContext } from "../shared/work.ts";
import { keys } from "../table/keys.ts";
import { readClient, type StoredClient } from "./items.ts";

/** Finds a client of the caller's subtree in one round trip. The root's are seen by the root's alone. */
export const findClient = async (work: RequestContext, id: string): Promise<StoredClient | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await work.table.getMany([keys.client(id), ...accessCheckKeys(work.caller, id)]);
  if (!item) return undefined;
  const stored = readClient(item);
  const { organisationId } = stored.record;
  const seen =
    organisationId === undefined
      ? work.caller.organisationId === null
      : (await authorize(work, stored.home, organisationId, hinted)) !== undefined;
  return seen ? stored : undefined;
};

/** A client of the caller's subtree. Throws 404. */
export const requireClient = async (work: RequestContext, id: string): Promise<StoredClient> => {
  const found = await findClient(work, id);
  if (!found) throw notFound();
  return found;
};
