import { withVisibleExisting } from "../../lib/organisations/existing.ts";
import { withAuditStamp } from "../../lib/records/audit-stamp.ts";
import {
  findStoredResponse,
  type IdempotencyRequest,
  storeResponse,
  withIdempotencyLink,
} from "../../lib/records/idempotency.ts";
import type { Caller, RequestContext, Result } from "../../lib/records/request-context.ts";
import { dayOf, instantOf } from "../../lib/shared/days.ts";
import { reserveTombstoneSlot } from "../../lib/table/actions.ts";
import { withDeadline } from "../../lib/table/deadline.ts";
import type { Write } from "../../lib/table/write.ts";
import type { Dependencies } from "./dependencies.ts";

/** The work of one request, and the look for an earlier one with its idempotency key, begun beside the first reads. */
export type StartedRequest = { context: RequestContext; earlierRequest: Promise<void> };

export const createRequestContext = (
  dependencies: Dependencies,
  caller: Caller,
  once: IdempotencyRequest | undefined,
): StartedRequest => {
  const { clock, newId } = dependencies;
  const table = withDeadline(dependencies.table, clock);
  const milliseconds = clock();
  const earlier = once ? findStoredResponse(table, once, milliseconds) : Promise.resolve();
  const commit = async <T extends Result>(writes: readonly Write[], outcome: T): Promise<T> => {
    await earlier;
    const own = withAuditStamp(writes, { by: caller.clientId, at: instantOf(milliseconds) });
    if (!once) reserveTombstoneSlot(own, writes.length);
    try {
      await table.write(once ? [storeResponse(once, outcome, milliseconds), ...withIdempotencyLink(once, own)] : own);
    } catch (error) {
      throw await withVisibleExisting({ table, caller }, error);
    }
    return outcome;
  };
  return {
    context: { table, caller, now: instantOf(milliseconds), today: dayOf(milliseconds), newId, commit },
    earlierRequest: earlier,
  };
};
