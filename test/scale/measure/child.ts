/** Measures the nation in the folder that is named, and prints what it found as JSON. */
import { captureLog } from "../../support/console.ts";
import { measureNation } from "./measure-nation.ts";

const [folder = ""] = process.argv.slice(2);
const log = captureLog();
const measured = await measureNation(folder).finally(log.release);
process.stdout.write(JSON.stringify(measured));
