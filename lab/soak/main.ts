/** `npm run soak -- --minutes 10 --clients 16 --rate 20`: a steady mixed load; `--rate` is actions a second of all clients. */
import { parseArgs } from "node:util";
import { runSoak } from "./soak.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    clients: { type: "string", default: "16" },
    rate: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
  },
});
const faults = await runSoak({
  minutes: Number(values.minutes),
  secondsOfMinute: 60,
  clients: Number(values.clients),
  rate: Number(values.rate),
  seed: Number(values.seed),
  say: (line) => console.info(line),
});
for (const fault of faults) console.error(fault);
console.info(faults.length === 0 ? "Nothing is wrong." : `${faults.length} faults.`);
process.exitCode = faults.length === 0 ? 0 : 1;
