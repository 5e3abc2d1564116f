import { withVisibleExisting } from "../../lib/organisations/existing.ts";
import { dayOf, instantOf } from "../../lib/shared/days.ts";
import type { Caller, Outcome, Work } from "../../lib/shared/work.ts";
import { leaveRoom } from "../../lib/table/actions.ts";
import { forOneRequest } from "../../lib/table/deadline.ts";
import { findEarlier, keepOutcome, linkedTo, type Once } from "../../lib/table/idempotency.ts";
import { stamped } from "../../lib/table/stamp.ts";
import type { Write } from "../../lib/table/write.ts";
import type { Dependencies } from "./dependencies.ts";

/** The work of one request, and the look for an earlier one with its idempotency key, begun beside the first reads. */
export type Begun = { work: Work; earlier: Promise<void> };

export const beginWork = (dependencies: Dependencies, caller: Caller, once: Once | undefined): Begun => {
  const { clock, newId } = dependencies;
  const table = forOneRequest(dependencies.table, clock);
  const milliseconds = clock();
  const earlier = once ? findEarlier(table, once, milliseconds) : Promise.resolve();
  const commit = async <T extends Outcome>(writes: readonly Write[], outcome: T): Promise<T> => {
    await earlier;
    const own = stamped(writes, { by: caller.clientId, at: instantOf(milliseconds) });
    if (!once) leaveRoom(own, writes.length);
    try {
      await table.write(once ? [keepOutcome(once, outcome, milliseconds), ...linkedTo(once, own)] : own);
    } catch (error) {
      throw await withVisibleExisting(table, caller, error);
    }
    return outcome;
  };
  return {
    work: { table, caller, now: instantOf(milliseconds), today: dayOf(milliseconds), newId, commit },
    earlier,
  };
};
