/** Records the branch that is named as JSON; tells how far it is line by line, then prints what it came to as JSON. */
import { recordBranch } from "./branch.ts";

const [task = ""] = process.argv.slice(2);
const recorded = await recordBranch(JSON.parse(task), (text) => process.stderr.write(`${text}\n`));
process.stdout.write(JSON.stringify(recorded));
