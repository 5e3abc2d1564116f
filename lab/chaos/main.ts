/** `npm run chaos -- --rounds 10 --seconds 60 --clients 16 --seed 1`: loads, each with kill -9 at random moments. */
import { endWith, readNumbers } from "../support/options.ts";
import { runChaos } from "./chaos.ts";

const seed = Date.now() % 1_000_000;
const settings = readNumbers({ rounds: 10, seconds: 60, clients: 16, kills: 1, seed });
console.info(`Seed ${settings.seed}`);
endWith(await runChaos({ ...settings, report: console.info }), settings.seed);
