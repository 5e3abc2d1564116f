/** Measures the nation in the folder that is named as JSON, and prints what it found as JSON. */
import { captureLog } from "../../support/console.ts";
import { measureNation } from "./measure-nation.ts";

const [task = ""] = process.argv.slice(2);
const folder: string = JSON.parse(task);
const log = captureLog();
const measured = await measureNation(folder).finally(log.release);
process.stdout.write(JSON.stringify(measured));
