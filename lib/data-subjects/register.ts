import { memberErasing } from "../members/store.ts";
import { serviceClient } from "../records/changes.ts";
import { isId } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import { insert } from "../table/write.ts";
import { type ErasureContext, runStep } from "./erasing.ts";
import { readErasure } from "./request.ts";
import type { Erasure } from "./schema.ts";

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
  return table.write([insert(asked), memberErasing(memberId)]);
};
