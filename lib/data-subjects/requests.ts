import { requireVisibleMember } from "../members/reads.ts";
import { markErasing } from "../members/references.ts";
import { serviceClient } from "../records/changes.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { isId } from "../shared/ids.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys } from "../table/keys.ts";
import { type Item, insert } from "../table/write.ts";
import { type ErasureContext, runStep } from "./erasure-context.ts";
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
        requireVisibleMember(context, memberId),
      ]);
      if (item) return erasureResult(item);
      const erasure: Erasure = { memberId, status: "requested", requestedAt: context.now };
      const kept = { ...keys.memberErasure(memberId), ...erasure, by: context.caller.clientId, at: context.now };
      return context.commit([insert(kept, writeConflict), markErasing(memberId)], { record: erasure });
    },
  );

/** How far an erasure has come. Throws 404 where none was asked for. */
export const getErasure = async (context: RequestContext, memberId: string): Promise<Result> => {
  const [item] = await Promise.all([
    context.table.get(keys.memberErasure(memberId)),
    requireVisibleMember(context, memberId),
  ]);
  if (!item) throw notFound();
  return erasureResult(item);
};

/** Notes apart from the table whose data was erased: a restored table does not know it. The note itself names nobody. */
export const registerErasure = async (
  { bucket, erasuresPrefix, now }: ErasureContext,
  memberId: string,
): Promise<void> => {
  await bucket.create(erasuresPrefix + memberId, Buffer.from(JSON.stringify({ erasedAt: now })), "application/json");
};

/**
 * Asks anew for every erasure of the register that the table does not know as done, as after a restore.
 * @returns the members whose erasure is to be started; those newly asked for are started by the stream
 */
export const repeatRegisteredErasures = async (erasing: ErasureContext): Promise<string[]> => {
  const keysOfRegister = await erasing.bucket.list(erasing.erasuresPrefix);
  const open: string[] = [];
  for (const memberId of keysOfRegister.map((key) => key.slice(erasing.erasuresPrefix.length)).filter(isId)) {
    const [item, member] = await erasing.table.getMany([keys.memberErasure(memberId), keys.member(memberId)]);
    if (item && readErasure(item).status === "requested") open.push(memberId);
    if (!item && member) await runStep(() => requestAgain(erasing, memberId));
  }
  return open;
};

const requestAgain = ({ table, now }: ErasureContext, memberId: string): Promise<void> => {
  const erasure: Erasure = { memberId, status: "requested", requestedAt: now };
  const asked = { ...keys.memberErasure(memberId), ...erasure, by: serviceClient, at: now };
  return table.write([insert(asked), markErasing(memberId)]);
};
