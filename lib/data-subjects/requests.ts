import { markErasing } from "../members/references.ts";
import { serviceClient } from "../records/change-types.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { isId } from "../shared/ids.ts";
import { checkPrecondition, type Precondition } from "../shared/precondition.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { expectVersion, type Item, insert, type Write } from "../table/write.ts";
import { type ErasureContext, runStep } from "./erasure-context.ts";
import { type Erasure, erasureItem, erasureRecord, type StoredErasure } from "./schema.ts";
import { requireDataSubject } from "./subject.ts";

export const readErasure = (item: Item): StoredErasure => decodeStored(erasureItem, item);

const erasureResult = (item: Item): Result => ({ record: decodeStored(erasureRecord, item) });

const writeConflict = () => new Problem("write-conflict");

/**
 * Requests the erasure of a person's data, which starts at once. Repeated, it returns the same erasure. The precondition is about
 * the member. Throws 404, 412.
 */
export const requestErasure = async (
  context: RequestContext,
  memberId: string,
  precondition?: Precondition,
): Promise<Result> => {
  const [item, { member }] = await Promise.all([
    context.table.get(keys.memberErasure(memberId)),
    requireDataSubject(context, memberId),
  ]);
  checkPrecondition(precondition, member?.version);
  if (item) return erasureResult(item);
  const erasure: Erasure = { memberId, status: "requested", requestedAt: context.now };
  const stored = { ...keys.memberErasure(memberId), ...erasure, by: context.caller.clientId, at: context.now };
  const unchanged = precondition && member ? [expectVersion(keys.member(memberId), member.version)] : [];
  return context.commit([...requestWrites(stored, { exists: member !== undefined }), ...unchanged], {
    record: erasure,
  });
};

/** Writes that request an erasure. While the member exists, personal data about it is rejected from then on. */
const requestWrites = (stored: Item & Erasure, { exists }: { exists: boolean }): Write[] => [
  insert(stored, writeConflict),
  ...(exists ? [markErasing(stored.memberId)] : []),
];

/** The status of an erasure. Throws 404 if none was requested. */
export const getErasure = async (context: RequestContext, memberId: string): Promise<Result> => {
  const [item] = await Promise.all([
    context.table.get(keys.memberErasure(memberId)),
    requireDataSubject(context, memberId),
  ]);
  if (!item) throw notFound();
  return erasureResult(item);
};

/** Registers an erasure outside the table, since a restored table does not contain it. The entry has no personal data. */
export const registerErasure = async (
  { bucket, erasuresPrefix, now }: ErasureContext,
  memberId: string,
): Promise<void> => {
  await bucket.create(erasuresPrefix + memberId, Buffer.from(JSON.stringify({ erasedAt: now })), "application/json");
};

/**
 * Requests every registered erasure again that the table does not contain as done, as after a restore.
 * @returns members whose erasure has to be started; the stream processor starts those that were requested again
 */
export const repeatRegisteredErasures = async (context: ErasureContext): Promise<string[]> => {
  const registered = await context.bucket.list(context.erasuresPrefix);
  const open: string[] = [];
  for (const memberId of registered.map((key) => key.slice(context.erasuresPrefix.length)).filter(isId)) {
    const [item, member, tombstone] = await context.table.getMany([
      keys.memberErasure(memberId),
      keys.member(memberId),
      keys.tombstone(keys.member(memberId)),
    ]);
    if (item && readErasure(item).status === "requested") open.push(memberId);
    if (!item && (member || tombstone))
      await runStep(() => requestAgain(context, memberId, { exists: member !== undefined }));
  }
  return open;
};

const requestAgain = (
  { table, now }: ErasureContext,
  memberId: string,
  { exists }: { exists: boolean },
): Promise<void> => {
  const erasure: Erasure = { memberId, status: "requested", requestedAt: now };
  const stored = { ...keys.memberErasure(memberId), ...erasure, by: serviceClient, at: now };
  return table.write(requestWrites(stored, { exists }));
};
