import { randomUUID } from "node:crypto";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { createRollUp } from "../../../functions/stream-processor/roll-up.ts";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import { keys, root, shardedFrom } from "../../../lib/table/keys.ts";
import { createTable } from "../../../lib/table/table.ts";
import { MemoryEngine } from "../../../test/support/memory-engine/engine.ts";
import { recordOf } from "../../../test/support/memory-engine/stream.ts";
import {
  clientOf,
  contextsOn,
  type RecordedCommittee,
  recordCommittee,
  recordedOn,
  recordSuperior,
} from "../bulk/record-committee.ts";
import { planCommittee } from "../nation/committee.ts";
import { type Shape, shapeOf } from "../nation/shape.ts";
import { membersOfActive } from "./plan.ts";

/** A committee that acts for all others; `path` leads from the top to it. */
export type ActiveCommittee = RecordedCommittee & { path: string[] };

/** A nation of full shape, of which some evenly spread committees and their superiors are recorded. */
export type DayNation = { engine: MemoryEngine; shape: Shape; active: ActiveCommittee[] };

export const recordDayNation = async (seed: number, committees: number, active: number): Promise<DayNation> => {
  const engine = new MemoryEngine();
  const shape = shapeOf({ seed, members: 0, committees });
  const superiors = new Map<string, Promise<string>>();
  const superior = (part: number, name: string, parentId?: string) => {
    const known = superiors.get(name) ?? recordSuperior(contextsOn(engine, seed, part)(), name, parentId);
    superiors.set(name, known);
    return known;
  };
  const recorded: ActiveCommittee[] = [];
  for (let i = 0; i < active; i++) {
    const number = Math.floor((i * committees) / active);
    const inSuperior = shape.superiorOf(number);
    const inProvince = shape.provinceOf(inSuperior);
    const top = await superior(0, "top");
    const province = await superior(1 + inProvince, `province ${inProvince}`, top);
    const above = await superior(1 + shape.provinces + inSuperior, `superior ${inSuperior}`, province);
    const begin = contextsOn(engine, seed, 1 + shape.provinces + shape.superiors + number);
    const one = await recordCommittee(begin, planCommittee(seed, number, membersOfActive), above);
    recorded.push({ ...one, path: [top, province, above, one.committeeId] });
  }
  await rollUpAll(engine);
  const large = [root, ...new Set(recorded.flatMap(({ path }) => path.slice(0, 2)))];
  for (const feed of large) engine.send(new PutCommand({ TableName: "memory", Item: longEnd(feed) }));
  engine.changes.splice(0);
  return { engine, shape, active: recorded };
};

/** The end of a feed that has published the changes of a nation or a province for a year. */
const longEnd = (feed: string) => ({ ...keys.feedEnd(feed), number: shardedFrom, hash: "", day: recordedOn });

/** Rolls up all figures to the top, so that its tallies have their full size. */
const rollUpAll = async (engine: MemoryEngine): Promise<void> => {
  const table = createTable(clientOf(engine), "memory", randomUUID);
  const carry = createStreamHandler([createRollUp(() => ({ table }))]);
  while (engine.changes.length > 0) {
    const { batchItemFailures } = await carry({ Records: engine.changes.splice(0).map(recordOf) });
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} tallies could not be rolled up`);
  }
};
