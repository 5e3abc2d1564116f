/** `npm run bench`: cold starts, our own code warm, round trips and units of every operation, time of requests. */
import { textOf, writeSections } from "../support/report.ts";
import { readOptions, runBench } from "./run.ts";

const options = readOptions(process.argv.slice(2));
const { sections, faults } = await runBench(options, (line) => process.stderr.write(`${line}\n`));
console.info(sections.map(textOf).join("\n\n"));
if (options.write) writeSections("measured.md", "Measured", "npm run bench -- --write", sections);
if (faults.length > 0) {
  console.error(`\n${faults.join("\n")}`);
  process.exitCode = 1;
}
