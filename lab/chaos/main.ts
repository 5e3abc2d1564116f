import { endWith, runTool } from "../support/options.ts";
import { runChaos } from "./chaos.ts";

await runTool(
  {
    usage: "npm run chaos --",
    summary: "Loads a service of its own and ends it by kill -9 at random moments; nothing acknowledged may be lost.",
    numbers: {
      rounds: [10, "Rounds, each on the state of the one before"],
      seconds: [60, "Length of a round"],
      clients: [16, "Concurrent clients"],
      kills: [1, "Kills in each round"],
      seed: [Date.now() % 1_000_000, "Repeats a run"],
    },
  },
  async (settings) => {
    console.info(`Seed ${settings.seed}`);
    endWith(await runChaos({ ...settings, report: console.info }), settings.seed);
  },
);
