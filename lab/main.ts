import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../infra/command.ts";

const toolsFor = (state: string): readonly (readonly string[])[] => [
  ["lab/bench/main.ts", "--only", "units"],
  ["lab/bench/main.ts", "--only", "init", "--processes", "3"],
  ["lab/cost/main.ts"],
  ["lab/scale/main.ts", "--members", "300", "--organisations", "3", "--state", state, "--measure"],
  ["lab/chaos/main.ts", "--rounds", "1", "--seconds", "15", "--kills", "2", "--clients", "8", "--seed", "1"],
  ["lab/soak/main.ts", "--minutes", "2", "--seconds", "10", "--clients", "8"],
  ["test/fuzz/main.ts", "--calls", "2000", "--seed", "1"],
];

const run = async ([program = "", ...args]: readonly string[]) => {
  const begun = performance.now();
  console.info(`\n== ${program} ${args.join(" ")}`);
  const child = spawn(process.execPath, [program, ...args], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  const seconds = Math.round((performance.now() - begun) / 1_000);
  return { summary: `${code === 0 ? "passed" : "failed"} after ${seconds} s: ${program}`, passed: code === 0 };
};

await runCommand({
  usage: "npm run lab --",
  summary: "Runs every tool of the lab in its short form, one after the other.",
  async run() {
    const state = mkdtempSync(join(tmpdir(), "dangbo-lab-"));
    try {
      const results: Awaited<ReturnType<typeof run>>[] = [];
      for (const tool of toolsFor(state)) results.push(await run(tool));
      console.info(`\n${results.map(({ summary }) => summary).join("\n")}`);
      if (!results.every(({ passed }) => passed)) process.exitCode = 1;
    } finally {
      rmSync(state, { recursive: true, force: true });
    }
  },
});
