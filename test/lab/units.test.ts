import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { findDynoxide } from "../../infra/local/engines/dynoxide.ts";

// Capacity is what dynoxide reports.
const onDynoxide = findDynoxide() ? test : test.skip;

onDynoxide("Every operation costs the round trips and units in lab/bench/units.json", async () => {
  const args = ["lab/bench/main.ts", "--only", "units"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  const [report, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect(code === 0 ? "" : report).toBe("");
});
