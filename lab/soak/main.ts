import { endWith, runTool } from "../support/options.ts";
import { runSoak } from "./soak.ts";

await runTool(
  {
    usage: "npm run soak --",
    summary: "Loads a service of its own steadily, and compares its memory and speed from minute to minute.",
    numbers: {
      minutes: [10, "Length of the run"],
      seconds: [60, "Length of a minute in a short run"],
      clients: [16, "Concurrent clients"],
      rate: [20, "Actions a second of all clients"],
      seed: [1, "Selects another run"],
    },
  },
  async ({ seconds, ...settings }) =>
    endWith(await runSoak({ ...settings, secondsOfMinute: seconds, report: console.info }), settings.seed),
);
