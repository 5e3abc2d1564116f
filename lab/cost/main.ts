/** `npm run cost -- --members 69 --meetings 40 --photos 500`: the cost of a month by service. */
import { messageOf } from "../../infra/local/errors.ts";
import { readCommitted } from "../bench/units/committed.ts";
import { textOf } from "./report.ts";
import { readSize } from "./size.ts";
import { countFixedResources, usageOf } from "./usage.ts";

try {
  const size = readSize(process.argv.slice(2));
  const { calls, measuredOn } = readCommitted();
  console.info(textOf(size, usageOf(size, calls, countFixedResources()), measuredOn));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
