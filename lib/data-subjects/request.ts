import { requireSeenMember } from "../members/find.ts";
import { memberErasing } from "../members/store.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys } from "../table/keys.ts";
import { type Item, insert } from "../table/write.ts";
import { type Erasure, erasureItem, erasureRecord, type StoredErasure } from "./schema.ts";

export const readErasure = (item: Item): StoredErasure => decodeStored(erasureItem, item);

/** What callers see of an erasure. */
const erasureResult = (item: Item): Result => ({ record: decodeStored(erasureRecord, item) });

const writeConflict = () => new Problem("write-conflict");

/**
 * Asks for the erasure of a person's data, which begins at once and is done everywhere within a day. Asked for again it is the
 * same erasure. Throws 404.
 */
export const requestErasure = (context: RequestContext, memberId: string): Promise<Result> =>
  retryOnConflict(
    ({ code }) => code === "write-conflict",
    async () => {
      const [item] = await Promise.all([
        context.table.get(keys.memberErasure(memberId)),
        requireSeenMember(context, memberId),
      ]);
      if (item) return erasureResult(item);
      const erasure: Erasure = { memberId, status: "requested", requestedAt: context.now };
      const kept = { ...keys.memberErasure(memberId), ...erasure, by: context.caller.clientId, at: context.now };
      return context.commit([insert(kept, writeConflict), memberErasing(memberId)], { record: erasure });
    },
  );

/** How far an erasure has come. Throws 404 where none was asked for. */
export const getErasure = async (context: RequestContext, memberId: string): Promise<Result> => {
  const [item] = await Promise.all([
    context.table.get(keys.memberErasure(memberId)),
    requireSeenMember(context, memberId),
  ]);
  if (!item) throw notFound();
  return erasureResult(item);
};
