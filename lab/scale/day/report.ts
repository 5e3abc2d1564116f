import { table as contract } from "../../../lib/contract/table.ts";
import { keys, root } from "../../../lib/table/keys.ts";
import { shown } from "../../bench/report/numbers.ts";
import type { Section } from "../../bench/report/section.ts";
import { createLevels, type Level } from "./levels.ts";
import type { DayNation } from "./nation.ts";
import { type DayPlan, inPeakSecond, peakHourShare, peakSecondFactor } from "./plan.ts";
import type { Replayed } from "./replay.ts";

/** Units that one partition takes in a second, of the table or of an index. */
export const partitionLimits = { write: 1_000, read: 3_000 } as const;

/** A kind of key at a level, with the heaviest second of the heaviest one. */
export type Heat = { name: string; level: Level; write: number; read: number };

const rowsShown = 10;
const itemsShown = 6;

const inSecond = ({ seconds }: Replayed, count: number) => Math.round(count / seconds);

/** The share of a partition's limit that a key takes, whichever limit is nearer. */
export const shareOf = ({ write, read }: Heat): number =>
  Math.max(write / partitionLimits.write, read / partitionLimits.read);

/** Keys that are alike but for their ids are one: the heaviest of them counts. The heaviest first. */
export const heatOf = (nation: DayNation, { meter }: Replayed): Heat[] => {
  const describe = createLevels(nation);
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

/** What the feed of the root would take of one partition, if all of it stood in one. */
const unspread = ({ meter }: Replayed): number => {
  const bySecond = new Map<number, number>();
  for (const [key, seconds] of meter.keys)
    if (key.startsWith(keys.feedEnd(root).pk))
      for (const [second, { write }] of seconds) bySecond.set(second, (bySecond.get(second) ?? 0) + write);
  return Math.max(0, ...bySecond.values()) / partitionLimits.write;
};

const percent = (part: number) => `${shown(part * 100, 1)} %`;

/** The heaviest of all, and of each index the heaviest that is not among them. */
const shownOf = (heat: readonly Heat[]): Heat[] => {
  const first = heat.slice(0, rowsShown);
  const ofIndexes = Object.keys(contract.indexes).flatMap((index) => {
    const heaviest = heat.find(({ name }) => name.startsWith(`${index} `));
    return heaviest && !first.includes(heaviest) ? [heaviest] : [];
  });
  return [...first, ...ofIndexes];
};

/** The ten heaviest keys of a day's peak against the limits of a partition. */
export const heatSection = (day: string, plan: DayPlan, nation: DayNation, replayed: Replayed): Section => ({
  title: `The heaviest keys: ${plan.about.split(":")[0]}`,
  notes: [
    `Planned (\`test/scale/day/plan.ts\`, \`${day}\`): ${plan.about}. ${Math.round(peakHourShare * 100)} % of the day in its heaviest`,
    `hour, ${peakSecondFactor} times its mean in the heaviest second: ${shown(inPeakSecond(plan.meetings), 1)} meetings, ${inSecond(replayed, replayed.requests)} requests,`,
    `${inSecond(replayed, replayed.changes)} records of the stream.`,
    `${replayed.seconds} such seconds were replayed. Of each kind of key the heaviest one, in its heaviest second; ${nation.active.length} committees act for`,
    `all ${nation.shape.committees.toLocaleString("en-US")}, so that their keys and those of their superiors are heavier here than they would be. In one partition the feed`,
    `of the root would take ${percent(unspread(replayed))} of what that takes.`,
  ],
  columns: [
    { title: "partition key" },
    { title: "of" },
    { title: "write units a second", isNumber: true },
    { title: "read units a second", isNumber: true },
    { title: "of a partition's limit", isNumber: true },
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

/** Items that the most transactions a second touch: those of one item wait for each other. */
export const meetingSection = (nation: DayNation, { meter, seconds }: Replayed): Section => {
  const describe = createLevels(nation);
  const often = new Map<string, { name: string; level: Level; often: number }>();
  for (const [key, bySecond] of meter.items) {
    const { name, level } = describe(key);
    const total = [...bySecond.values()].reduce((sum, count) => sum + count, 0);
    const mean = total / seconds;
    const known = often.get(`${name} ${level}`);
    if (!known || mean > known.often) often.set(`${name} ${level}`, { name, level, often: mean });
  }
  return {
    title: "Items that most transactions touch in that second",
    notes: [
      "Transactions on one item cannot be done side by side: they conflict, and the one that loses is tried again.",
    ],
    columns: [{ title: "item" }, { title: "of" }, { title: "transactions a second", isNumber: true }],
    rows: [...often.values()]
      .sort((a, b) => b.often - a.often)
      .slice(0, itemsShown)
      .map((one) => [`\`${one.name}\``, one.level, shown(one.often, 1)]),
  };
};
