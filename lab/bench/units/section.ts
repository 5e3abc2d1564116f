import { moneyFor } from "../../cost/prices.ts";
import { shown, units } from "../report/numbers.ts";
import type { Section } from "../report/section.ts";
import type { Units } from "./capacity.ts";
import { guarantees } from "./least/need.ts";
import type { MeasuredCall } from "./measured.ts";

/** How far above the least an operation may cost. */
export const bar = 1.2;

const money = ({ read, write }: Units) => moneyFor("DynamoDB reads", read) + moneyFor("DynamoDB writes", write);

/** What a call costs, as a multiple of the least. */
export const ratioOf = ({ units: measured, least }: Pick<MeasuredCall, "units" | "least">): number =>
  money(measured) / money(least);

const both = ({ read, write }: Units) => (write === 0 ? units(read) : `${units(read)} + ${units(write)}`);

const rowOf = (call: MeasuredCall): string[] => {
  const ratio = ratioOf(call);
  const needed = Object.entries(call.leastFor).map(([name, count]) => `${name} ${units(count)}`);
  const marks = [call.mark, ratio > bar ? `▲ over ${bar} times the least` : ""];
  return [
    call.operation,
    call.about,
    String(call.rounds),
    String(call.calls),
    units(call.units.read),
    units(call.units.write),
    both(call.least),
    shown(ratio),
    needed.join(", "),
    both(call.follows),
    marks.filter((mark) => mark !== "").join("; "),
  ];
};

/** What every operation asks of the table, beside the least for what it guarantees. */
export const unitsSection = (measured: readonly MeasuredCall[]): Section => ({
  title: "Round trips and capacity of each operation",
  notes: [
    "Asked by a client of the demo's committee (69 members, 7 cells, one conference); POSTs with an Idempotency-Key.",
    "Calls made together are one round trip. Units as AWS counts them, from dynoxide's figures by table and index:",
    "what a transaction writes to indexes is counted twice, as AWS does and dynoxide does not. Clients of an organisation",
    "within a committee, and of a superior's whose records are below it, pay one unit more for the tree that tells what they reach.",
    "",
    "The least is thought out from the contract (`test/bench/units/least`): the items that no way of keeping the guarantee",
    "could leave alone, by their sizes, rounded as DynamoDB rounds, written twice where more than one must be or none, and read",
    "at half the price where they may lag. Times the least is in money. What follows is done by the stream for the four feeds and",
    "two superiors above this committee, for each call by itself; changes that come together share the ends of the feeds.",
    "",
    ...Object.entries(guarantees).map(([name, text]) => `- \`${name}\`: ${text}`),
  ],
  columns: [
    { title: "operation" },
    { title: "call" },
    { title: "round trips", isNumber: true },
    { title: "calls", isNumber: true },
    { title: "read units", isNumber: true },
    { title: "write units", isNumber: true },
    { title: "the least", isNumber: true },
    { title: "times", isNumber: true },
    { title: "of which for" },
    { title: "follows", isNumber: true },
    { title: "mark" },
  ],
  rows: measured.map(rowOf),
});
