import { erasedDetails } from "../members/erasure.ts";
import { readMember, type StoredMember, updateMemberWrites } from "../members/items.ts";
import type { MemberDetails } from "../members/schema.ts";
import { readTree } from "../organisations/tree.ts";
import { withAuditStamp } from "../records/audit-stamp.ts";
import { externalIdHashes, markErasedIds } from "../records/erased-ids.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import { type Item, replace } from "../table/write.ts";
import { type ErasureContext, type ErasureSubject, runStep, storedResponseWrites } from "./erasure-context.ts";

const writeConflict = () => new Problem("write-conflict");

/** Replaces the member's record by a placeholder, with its guards and references. */
export const eraseMemberRecord = (
  { table, hashExternalId, now }: ErasureContext,
  { memberId, by }: ErasureSubject,
): Promise<void> =>
  runStep(async () => {
    const item = await table.get(keys.member(memberId));
    const stored = item && readMember(item);
    if (!stored || stored.record.erasedAt !== undefined) return;
    const tree = await table.get(keys.tree(stored.tenantId));
    if (!tree) throw new TypeError(`There is no tree of the tenant of member ${memberId}`);
    const after: StoredMember = { ...stored, record: erasedDetails(stored.record, now), version: stored.version + 1 };
    const writes = updateMemberWrites(stored, after, { tree: readTree(tree), onConditionFailed: writeConflict });
    const marks = markErasedIds(externalIdHashes(hashExternalId, stored), now);
    await table.write(withAuditStamp([...writes, ...marks], { by, at: now }));
  });

/** Replaces the member by the placeholder in the stored response to the request that created it. */
export const eraseCreationResponse = (context: ErasureContext, { memberId }: ErasureSubject): Promise<void> =>
  runStep(async () => {
    const references = await context.table.get(keys.memberReferences(memberId));
    if (!references) return;
    const writes = await storedResponseWrites(context, references, (record) =>
      record.id === memberId && record.erasedAt === undefined
        ? erasedDetails(record as MemberDetails, context.now)
        : undefined,
    );
    await context.table.write(writes);
  });

const isPersonal = (item: Item) => item.reason !== undefined || item.decision !== undefined;

/** Erases reasons and decisions in the history; kinds and days of the entries remain. */
export const eraseHistory = async (context: ErasureContext, subject: ErasureSubject): Promise<void> => {
  const { pk, sk } = keys.memberHistory(subject.memberId, "");
  const entries = await readAll(context.table, { partition: pk, prefix: sk });
  for (const entry of entries.filter(isPersonal)) await eraseHistoryEntry(context, subject, entry);
};

const eraseHistoryEntry = (context: ErasureContext, { by }: ErasureSubject, entry: Item): Promise<void> =>
  runStep(async () => {
    const { reason: _, decision: __, ...item } = entry;
    const version = Number(item.version);
    const after = { ...item, pk: entry.pk, sk: entry.sk, version: version + 1, updatedAt: context.now };
    const responses = await storedResponseWrites(context, entry, ({ reason: ___, decision: ____, ...record }) =>
      record.id === entry.id ? record : undefined,
    );
    const writes = [replace(after, version, writeConflict), ...responses];
    await context.table.write(withAuditStamp(writes, { by, at: context.now }));
  });
