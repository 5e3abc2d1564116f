import { erasedDetails } from "../members/erasure.ts";
import { readMember, type StoredMember, updateMemberWrites } from "../members/items.ts";
import { readTree } from "../organisations/tree.ts";
import { withAuditStamp } from "../records/audit-stamp.ts";
import { externalIdHashes, markErasedIds } from "../records/erased-ids.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import { type Item, replace } from "../table/write.ts";
import { type ErasureContext, type ErasureSubject, runStep } from "./erasure-context.ts";

const writeConflict = () => new Problem("write-conflict");

/** Hashes of the external ids that a deleted member had. */
const idHashesIn = (tombstone: Item | undefined): string[] =>
  Array.isArray(tombstone?.idHashes) ? tombstone.idHashes.map(String) : [];

/** Replaces the member's record by a placeholder, with its guards and references. Its external ids cannot be used again. */
export const eraseMemberRecord = (
  { table, hashExternalId, now }: ErasureContext,
  { memberId, by }: ErasureSubject,
): Promise<void> =>
  runStep(async () => {
    const [item, tombstone] = await table.getMany([keys.member(memberId), keys.tombstone(keys.member(memberId))]);
    if (!item) return table.write(markErasedIds(idHashesIn(tombstone), now));
    const stored = readMember(item);
    if (stored.record.erasedAt !== undefined) return;
    const tree = await table.get(keys.tree(stored.tenantId));
    if (!tree) throw new TypeError(`There is no tree of the tenant of member ${memberId}`);
    const after: StoredMember = { ...stored, record: erasedDetails(stored.record, now), version: stored.version + 1 };
    const writes = updateMemberWrites(stored, after, { tree: readTree(tree), onConditionFailed: writeConflict });
    const marks = markErasedIds(externalIdHashes(hashExternalId, stored), now);
    await table.write(withAuditStamp([...writes, ...marks], { by, at: now }));
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
    const writes = [replace(after, version, writeConflict)];
    await context.table.write(withAuditStamp(writes, { by, at: context.now }));
  });
