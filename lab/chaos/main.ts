/** `npm run chaos -- --rounds 10 --seconds 60 --clients 16 --seed 1`: loads, each with a kill -9 at a random moment. */
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
const { rounds, seconds, clients, kills, seed } = values;
console.info(`Seed ${seed}`);
const faults = await runChaos({
  rounds: Number(rounds),
  seconds: Number(seconds),
  clients: Number(clients),
  kills: Number(kills),
  seed: Number(seed),
  say: (line) => console.info(line),
});
for (const fault of faults) console.error(fault);
console.info(faults.length === 0 ? "Nothing is wrong." : `${faults.length} faults; the seed was ${seed}.`);
process.exitCode = faults.length === 0 ? 0 : 1;
