/** `npm run soak -- --minutes 10 --clients 16 --rate 20`: a steady load; `--rate` is actions a second of all clients. */
import { parseArgs } from "node:util";
import { runSoak } from "./soak.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    /** Seconds that count as a minute. */
    seconds: { type: "string", default: "60" },
    clients: { type: "string", default: "16" },
    rate: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
  },
});
const faults = await runSoak({
  minutes: Number(values.minutes),
  secondsOfMinute: Number(values.seconds),
  clients: Number(values.clients),
  rate: Number(values.rate),
  seed: Number(values.seed),
  report: console.info,
});
for (const fault of faults) console.error(fault);
console.info(`${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
