import { runCommand } from "../../infra/command.ts";
import { parseNumbers } from "../support/options.ts";
import { textOf, writeSections } from "../support/report.ts";
import { parts, runBench, selectParts } from "./run.ts";

await runCommand({
  usage: "npm run bench --",
  summary:
    "Measures cold starts, our own code warm, round trips and units of every operation, and the time of requests.",
  options: {
    only: { type: "string", value: "part", help: `One of ${parts.join(", ")} instead of all` },
    processes: { type: "string", value: "number", help: "Fresh processes for each cold start", default: "25" },
    write: { type: "boolean", help: "Writes docs/measured.md and lab/bench/units.json", default: false },
  },
  async run({ only, write, processes }) {
    const options = { parts: selectParts(only), ...parseNumbers({ processes }), write };
    const { sections, faults } = await runBench(options, (line) => process.stderr.write(`${line}\n`));
    console.info(sections.map(textOf).join("\n\n"));
    if (write) writeSections("measured.md", "Measured", "npm run bench -- --write", sections);
    if (faults.length > 0) throw new Error(`\n${faults.join("\n")}`);
  },
});
