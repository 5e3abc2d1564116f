/**
 * `npm run soak -- --minutes 10 --clients 16 --rate 20`: a steady load. `--rate` is actions a second of all clients,
 * `--seconds` the length of a minute in a short run.
 */
import { endWith, readNumbers } from "../support/options.ts";
import { runSoak } from "./soak.ts";

const { seconds, ...settings } = readNumbers({ minutes: 10, seconds: 60, clients: 16, rate: 20, seed: 1 });
endWith(await runSoak({ ...settings, secondsOfMinute: seconds, report: console.info }), settings.seed);
