import { erasedDetails, readMember, updateMemberWrites } from "../members/items.ts";
import type { MemberDetails } from "../members/schema.ts";
import { readTree } from "../organisations/tree.ts";
import { withAuditStamp } from "../records/audit-stamp.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import { type Item, replace } from "../table/write.ts";
import { type ErasureContext, type ErasureSubject, runStep, storedResponseWrites } from "./erasure-context.ts";

const writeConflict = () => new Problem("write-conflict");

/** Makes the member's record a placeholder, with guards and references that follow from what it no longer says. */
export const eraseMemberRecord = ({ table, now }: ErasureContext, { memberId, by }: ErasureSubject): Promise<void> =>
  runStep(async () => {
    const item = await table.get(keys.member(memberId));
    const stored = item && readMember(item);
    if (!stored || stored.member.erasedAt !== undefined) return;
    const tree = await table.get(keys.tree(stored.tenantId));
    if (!tree) throw new TypeError(`Member ${memberId} stands in no tree`);
    const after = { ...stored, member: erasedDetails(stored.member, now), version: stored.version + 1 };
    await table.write(
      withAuditStamp(updateMemberWrites(stored, after, readTree(tree), writeConflict), { by, at: now }),
    );
  });

/** Makes the answer to the request that made the member one that tells of the placeholder. */
export const eraseCreationResponse = (erasing: ErasureContext, { memberId }: ErasureSubject): Promise<void> =>
  runStep(async () => {
    const references = await erasing.table.get(keys.memberReferences(memberId));
    if (!references) return;
    const writes = await storedResponseWrites(erasing, references, (record) =>
      record.id === memberId && record.erasedAt === undefined
        ? erasedDetails(record as MemberDetails, erasing.now)
        : undefined,
    );
    await erasing.table.write(writes);
  });

const isPersonal = (item: Item) => item.reason !== undefined || item.decision !== undefined;

/** Takes reasons and decisions out of the history; what happened and when stays. */
export const eraseHistory = async (erasing: ErasureContext, subject: ErasureSubject): Promise<void> => {
  const { pk, sk } = keys.memberHistory(subject.memberId, "");
  const entries = await readAll(erasing.table, { partition: pk, prefix: sk });
  for (const entry of entries.filter(isPersonal)) await eraseHistoryEntry(erasing, subject, entry);
};

const eraseHistoryEntry = (erasing: ErasureContext, { by }: ErasureSubject, entry: Item): Promise<void> =>
  runStep(async () => {
    const { reason: _, decision: __, ...item } = entry;
    const version = Number(item.version);
    const after = { ...item, pk: entry.pk, sk: entry.sk, version: version + 1, updatedAt: erasing.now };
    const answers = await storedResponseWrites(erasing, entry, ({ reason: ___, decision: ____, ...record }) =>
      record.id === entry.id ? record : undefined,
    );
    const writes = [replace(after, version, writeConflict), ...answers];
    await erasing.table.write(withAuditStamp(writes, { by, at: erasing.now }));
  });
