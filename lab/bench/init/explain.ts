import { bytes } from "../report/numbers.ts";
import type { Section } from "../report/section.ts";
import type { Built } from "./bundles.ts";
import { weightsBeyond } from "./weights.ts";

const heaviest = 5;

/** What weighs most in each bundle beyond the floor. */
export const explainBundles = ({ floor, functions }: Built): Section => ({
  title: "What weighs most beyond the floor",
  notes: ["Bytes in the bundle, by package or room, less what the floor has of the same."],
  columns: [{ title: "function" }, { title: "part" }, { title: "bytes", isNumber: true }],
  rows: functions.flatMap(({ name, inputs }) =>
    weightsBeyond(inputs, floor.inputs, heaviest).map((weight, i) => [
      i === 0 ? name : "",
      weight.name,
      bytes(weight.bytes),
    ]),
  ),
});
