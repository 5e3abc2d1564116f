/** `npm run cost -- --members 69 --meetings 40 --photos 500`: what a month costs, by service. */

import { messageOf } from "../../infra/local/errors.ts";
import { usageOf } from "./model.ts";
import { textOf } from "./report.ts";
import { readSize } from "./size.ts";
import { countStanding } from "./stage.ts";
import { readUnits } from "./units.ts";

try {
  const size = readSize(process.argv.slice(2));
  const { calls, measuredOn } = readUnits();
  console.info(textOf(size, usageOf(size, calls, countStanding()), measuredOn));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
