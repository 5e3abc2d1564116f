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

/**
 * The context of a request, and the look-up of a stored response, which runs in parallel with the first reads and rejects
 * with the response if there is one.
 */
export type StartedRequest = { context: RequestContext; storedResponse: Promise<void> };

export const createRequestContext = (
  dependencies: Dependencies,
  caller: Caller,
  idempotency: IdempotencyRequest | undefined,
): StartedRequest => {
  const { clock, newId, hashExternalId } = dependencies;
  const table = withDeadline(dependencies.table, clock);
  const milliseconds = clock();
  const storedResponse = idempotency ? findStoredResponse(table, idempotency, milliseconds) : Promise.resolve();
  const commit = async <T extends Result>(writes: readonly Write[], result: T): Promise<T> => {
    await storedResponse;
    const stamped = withAuditStamp(writes, { by: caller.clientId, at: instantOf(milliseconds) });
    if (!idempotency) reserveTombstoneSlot(stamped, writes.length);
    const all = idempotency
      ? [storeResponse(idempotency, result, milliseconds), ...withIdempotencyLink(idempotency, stamped)]
      : stamped;
    try {
      await table.write(all);
    } catch (error) {
      throw await withVisibleExisting({ table, caller }, error);
    }
    return result;
  };
  return {
    context: { table, caller, now: instantOf(milliseconds), today: dayOf(milliseconds), newId, hashExternalId, commit },
    storedResponse,
  };
};
