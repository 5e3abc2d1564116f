import { ownLength, tenantIdFromId } from "../../../lib/shared/ids.ts";
import { keys, root } from "../../../lib/table/keys.ts";
import { table as contract } from "../../../lib/vocabulary/table.ts";
import { grouped, numeric, type Section, shown } from "../../support/report.ts";
import type { DayNation } from "./nation.ts";
import { inPeakSecond, peakHourShare, peakSecondFactor, reviewDay } from "./plan.ts";
import type { Replayed } from "./replay.ts";

/** The level of a key in the tree: the higher, the more of the nation writes to it. */
type Level = "the nation" | "a province" | "a superior" | "a committee";

const shardForm = /#\d$/;
const idForm = new RegExp(`[0-9A-Z]{${ownLength},}`, "g");

/** Returns the name of a key without ids, and its level. */
const describeKeys = ({ active }: DayNation) => {
  const levelOf = new Map<string, Level>();
  for (const { path } of active) {
    const [top = "", province = "", superior = ""] = path;
    levelOf.set(top, "the nation").set(province, "a province").set(superior, "a superior");
  }
  return (key: string): { name: string; level: Level } => {
    const [id] = key.match(idForm) ?? [];
    const level = id === undefined ? "the nation" : (levelOf.get(tenantIdFromId(id)) ?? "a committee");
    return { name: key.replace(idForm, "…").replace(shardForm, "#shard"), level };
  };
};

/** DynamoDB's limits of one partition in units a second. */
const partitionLimits = { write: 1_000, read: 3_000 } as const;

/** Units of the heaviest key of a name and level in its heaviest second. */
type Heat = { name: string; level: Level; write: number; read: number };

const rowsShown = 10;
const itemsShown = 6;

const perSecond = ({ seconds }: Replayed, count: number) => Math.round(count / seconds);

/** A key's share of the partition limit that is nearer. */
export const shareOf = ({ write, read }: Heat): number =>
  Math.max(write / partitionLimits.write, read / partitionLimits.read);

/** The heaviest of all keys that differ by ids only, in descending order. */
export const heatOf = (nation: DayNation, { meter }: Replayed): Heat[] => {
  const describe = describeKeys(nation);
  const heaviest = new Map<string, Heat>();
  for (const [key, seconds] of meter.keys) {
    const { name, level } = describe(key);
    const known = heaviest.get(`${name} ${level}`) ?? { name, level, write: 0, read: 0 };
    heaviest.set(`${name} ${level}`, known);
    for (const load of seconds.values()) {
      known.write = Math.max(known.write, load.write);
      known.read = Math.max(known.read, load.read);
    }
  }
  return [...heaviest.values()].sort((a, b) => shareOf(b) - shareOf(a));
};

/** The share of one partition that the feed of the root would take without shards. */
const withoutShards = ({ meter }: Replayed): number => {
  const bySecond = new Map<number, number>();
  for (const [key, seconds] of meter.keys)
    if (key.startsWith(keys.feedEnd(root).pk))
      for (const [second, { write }] of seconds) bySecond.set(second, (bySecond.get(second) ?? 0) + write);
  return Math.max(0, ...bySecond.values()) / partitionLimits.write;
};

const percent = (part: number) => `${shown(part * 100, 1)} %`;

/** The heaviest keys, and the heaviest of each index. */
const shownOf = (heat: readonly Heat[]): Heat[] => {
  const first = heat.slice(0, rowsShown);
  const ofIndexes = Object.keys(contract.indexes).flatMap((index) => {
    const heaviest = heat.find(({ name }) => name.startsWith(`${index} `));
    return heaviest && !first.includes(heaviest) ? [heaviest] : [];
  });
  return [...first, ...ofIndexes];
};

/** The heaviest keys against the limits of a partition. */
export const heatSection = (nation: DayNation, replayed: Replayed): Section => ({
  title: "The heaviest keys of the busiest second",
  notes: [
    `Planned (\`lab/scale/day/plan.ts\`): the third of December, when three of ten cells review their year. ${Math.round(peakHourShare * 100)} % of the`,
    `day in its busiest hour, ${peakSecondFactor} times that hour's mean in the busiest second: ${shown(inPeakSecond(reviewDay.meetings), 1)} meetings, ${perSecond(replayed, replayed.requests)} requests,`,
    `${perSecond(replayed, replayed.changes)} records of the stream; replayed ${replayed.seconds} times. Each row is the heaviest key of its kind in its heaviest`,
    `second; ${nation.active.length} committees act for all ${grouped(nation.shape.committees)}, so that their keys and those of their superiors are heavier than`,
    `in reality. Without shards, the feed of the root would take ${percent(withoutShards(replayed))} of a partition.`,
  ],
  columns: [
    { title: "partition key" },
    { title: "of" },
    numeric("write units a second"),
    numeric("read units a second"),
    numeric("of a partition's limit"),
    { title: "mark" },
  ],
  rows: shownOf(heatOf(nation, replayed)).map((heat) => [
    `\`${heat.name}\``,
    heat.level,
    shown(heat.write, 1),
    shown(heat.read, 1),
    percent(shareOf(heat)),
    shareOf(heat) >= 1 ? "▲" : "",
  ]),
});

/** Items in most transactions: transactions on one item conflict. */
export const transactionSection = (nation: DayNation, { meter, seconds }: Replayed): Section => {
  const describe = describeKeys(nation);
  const often = new Map<string, { name: string; level: Level; often: number }>();
  for (const [key, bySecond] of meter.items) {
    const { name, level } = describe(key);
    const total = [...bySecond.values()].reduce((sum, count) => sum + count, 0);
    const mean = total / seconds;
    const known = often.get(`${name} ${level}`);
    if (!known || mean > known.often) often.set(`${name} ${level}`, { name, level, often: mean });
  }
  return {
    title: "Items in most transactions of that second",
    notes: ["Transactions on one item conflict; the one that loses is retried."],
    columns: [{ title: "item" }, { title: "of" }, numeric("transactions a second")],
    rows: [...often.values()]
      .sort((a, b) => b.often - a.often)
      .slice(0, itemsShown)
      .map((one) => [`\`${one.name}\``, one.level, shown(one.often, 1)]),
  };
};
