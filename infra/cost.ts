/** `npm run cost -- --members 69 --meetings 40 --photos 500`: what a month costs, by service. */
import { usageOf } from "./cost/model.ts";
import { textOf } from "./cost/report.ts";
import { readSize } from "./cost/size.ts";
import { countStanding } from "./cost/stage.ts";
import { readUnits } from "./cost/units.ts";
import { messageOf } from "./local/errors.ts";

try {
  const size = readSize(process.argv.slice(2));
  const { calls, measuredOn } = readUnits();
  console.info(textOf(size, usageOf(size, calls, countStanding()), measuredOn));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
