import { readFacts } from "../../../test/demo/facts.ts";
import { playConference } from "../../../test/demo/play.ts";
import { startService } from "../../../test/support/service.ts";
import { median, shown } from "../report/numbers.ts";
import type { Section } from "../report/section.ts";
import { requestsOf } from "./requests.ts";

/** Rounds that warm the service, and rounds that count. */
const warming = 10;
const counted = 60;

/** How long usual requests take through the whole local service, asked in turns by one caller. */
export const measureTime = async (): Promise<Section> => {
  const service = await startService();
  try {
    await playConference(service.api, readFacts(), () => undefined);
    const requests = await requestsOf(service);
    const times = requests.map((): number[] => []);
    for (let round = 0; round < warming + counted; round += 1)
      for (const [i, { send }] of requests.entries()) {
        const begun = performance.now();
        await send(round);
        if (round >= warming) times[i]?.push(performance.now() - begun);
      }
    const middles = times.map(median);
    return sectionOf(requests.map(({ about }, i) => ({ about, middle: middles[i] ?? 0 })));
  } finally {
    await service.close();
  }
};

const sectionOf = (measured: readonly { about: string; middle: number }[]): Section => {
  const health = measured[0]?.middle ?? 1;
  return {
    title: "Time of a request through the local service",
    notes: [
      `Medians of ${counted} requests each, in turns, one at a time: gateway, authorizer, function and engine on one machine.`,
    ],
    columns: [{ title: "request" }, { title: "ms", isNumber: true }, { title: "times health", isNumber: true }],
    rows: measured.map(({ about, middle }) => [about, shown(middle, 1), shown(middle / health, 1)]),
  };
};
