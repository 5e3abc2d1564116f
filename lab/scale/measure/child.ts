/** Does the task that is given as JSON, and prints what it found as JSON. */
import { captureLog } from "../../../test/support/console.ts";
import { measureNation } from "./measure-nation.ts";

const [task = ""] = process.argv.slice(2);
const log = captureLog();
const measured = await measureNation(JSON.parse(task)).finally(log.release);
process.stdout.write(JSON.stringify(measured));
