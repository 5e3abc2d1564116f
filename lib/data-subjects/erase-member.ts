import { limits } from "../contract/limits.ts";
import { readMember } from "../members/items.ts";
import { placeholderOf } from "../members/placeholder.ts";
import { memberChanged } from "../members/store.ts";
import { readTree } from "../organisations/tree.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import { stamped } from "../table/stamp.ts";
import { type Item, replace } from "../table/write.ts";
import { type Erasing, type Subject, step } from "./erasing.ts";

const overtaken = () => new Problem("write-conflict");

/** Makes the member's record a placeholder, with guards and references that follow from what it no longer says. */
export const eraseRecord = ({ table, now }: Erasing, { memberId, by }: Subject): Promise<void> =>
  step(async () => {
    const item = await table.get(keys.member(memberId));
    const stored = item && readMember(item);
    if (!stored || stored.member.erasedAt !== undefined) return;
    const tree = await table.get(keys.tree(stored.home));
    if (!tree) throw new TypeError(`Member ${memberId} stands in no tree`);
    const after = { ...stored, member: placeholderOf(stored.member, now), version: stored.version + 1 };
    await table.write(stamped(memberChanged(stored, after, readTree(tree), overtaken), { by, at: now }));
  });

const isPersonal = (item: Item) => item.reason !== undefined || item.decision !== undefined;

/** Takes reasons and decisions out of the history; what happened and when stays. */
export const eraseHistory = ({ table, now }: Erasing, { memberId, by }: Subject): Promise<void> =>
  step(async () => {
    const { pk, sk } = keys.memberHistory(memberId, "");
    const personal = (await readAll(table, { partition: pk, prefix: sk })).filter(isPersonal);
    const writes = personal.map(({ reason: _, decision: __, ...item }) => {
      const version = Number(item.version);
      return replace({ ...item, pk: item.pk, sk: item.sk, version: version + 1, updatedAt: now }, version, overtaken);
    });
    for (let i = 0; i < writes.length; i += limits.transactionActions)
      await table.write(stamped(writes.slice(i, i + limits.transactionActions), { by, at: now }));
  });
