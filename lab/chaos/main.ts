/** `npm run chaos -- --rounds 10 --seconds 60 --clients 16 --seed 1`: loads, each with kill -9 at random moments. */
import { parseArgs } from "node:util";
import { runChaos } from "./chaos.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "10" },
    seconds: { type: "string", default: "60" },
    clients: { type: "string", default: "16" },
    kills: { type: "string", default: "1" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
console.info(`Seed ${values.seed}`);
const faults = await runChaos({
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  clients: Number(values.clients),
  kills: Number(values.kills),
  seed: Number(values.seed),
  report: console.info,
});
for (const fault of faults) console.error(fault);
console.info(`${faults.length} faults with seed ${values.seed}`);
process.exitCode = faults.length === 0 ? 0 : 1;
