import { randomUUID } from "node:crypto";
import { createCarryTallies } from "../../../../functions/stream-processor/carry-tallies.ts";
import { createStreamHandler } from "../../../../functions/stream-processor/follower.ts";
import { clientOf, workOn } from "../../../../lab/scale/bulk/memory-work.ts";
import { recordCommittee, recordSuperior } from "../../../../lab/scale/bulk/record-committee.ts";
import { recordNation } from "../../../../lab/scale/bulk/record-nation.ts";
import { planCommittee } from "../../../../lab/scale/nation/committee.ts";
import { shapeOf } from "../../../../lab/scale/nation/shape.ts";
import { createTable } from "../../../../lib/table/table.ts";
import type { Item } from "../../../../lib/table/write.ts";
import { MemoryEngine } from "../../../support/memory-engine/engine.ts";
import { recordOf } from "../../../support/memory-engine/stream.ts";

const size = { seed: 7, members: 90, committees: 3 };

/** The same nation in one table, by requests alone, with the followup function behind its stream. */
const byRequests = async (): Promise<Item[]> => {
  const engine = new MemoryEngine();
  const top = await recordSuperior(workOn(engine, size.seed, 0)(), "Đảng bộ Trung ương", undefined);
  const province = await recordSuperior(workOn(engine, size.seed, 1)(), "Đảng bộ tỉnh 1", top);
  const superior = await recordSuperior(workOn(engine, size.seed, 2)(), "Đảng bộ cấp trên cơ sở 1", province);
  for (const [number, members] of [...shapeOf(size).sizes()].entries())
    await recordCommittee(workOn(engine, size.seed, 3 + number), planCommittee(size.seed, number, members), superior);
  const table = createTable(clientOf(engine), "memory", randomUUID);
  const follow = createStreamHandler([createCarryTallies(() => ({ table }))]);
  for (let from = 0; from < engine.changes.length; ) {
    const records = engine.changes.slice(from).map(recordOf);
    from = engine.changes.length;
    expect(await follow({ Records: records })).toEqual({ batchItemFailures: [] });
  }
  return [...engine.items()] as Item[];
};

const comparable = (items: readonly Item[]) =>
  new Map(
    items
      .map(({ writtenBy: _, ...item }) => [`${item.pk} ${item.sk}`, item] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

test("The bulk path leaves the very items that requests and what follows them leave", async () => {
  const parts: Item[] = [];
  for await (const { items } of recordNation(size)) parts.push(...items);
  expect(comparable(parts)).toEqual(comparable(await byRequests()));
});
