import { readCommitted } from "../bench/units/committed.ts";
import { runTool } from "../support/options.ts";
import { textOf } from "./report.ts";
import { defaults, sizeOf } from "./size.ts";
import { countFixedResources, usageOf } from "./usage.ts";

await runTool(
  {
    usage: "npm run cost --",
    summary: "Calculates the cost of a month on AWS by service.",
    numbers: {
      members: [defaults.members, "Members"],
      meetings: [defaults.meetings, "Meetings in a year, in all organisations"],
      photos: [defaults.photos, "Photos in a year"],
      years: [defaults.years, "Years of retained records"],
      clients: [defaults.clients, "Clients; 0: one for every hundred members, and at least five"],
    },
  },
  (numbers) => {
    const { calls, measuredOn } = readCommitted();
    const size = sizeOf(numbers);
    console.info(textOf(size, usageOf(size, calls, countFixedResources()), measuredOn));
  },
);
