import type { Action } from "../client/worker.ts";
import { succeeded } from "../steps.ts";

/** Characters after which the minutes are full: a text has at most 20,000. */
const full = 18_000;

/** All clients of a home add to one text: nobody's line may be lost to another's, and none may stand there twice. */
export const minutes: readonly Action[] = [
  {
    name: "add a line to the minutes",
    weight: 3,
    run: async (worker) => {
      const { api, journal, tenantId } = worker;
      const { minutesHref: href } = tenantId;
      const line = worker.mark();
      let isFull = false;
      return journal.doubting({ about: `a line ${line} in ${href}`, makes: [line] }, async () => {
        const reply = await api.change(href, "PATCH minutes", ({ summary = "" }) => {
          const text = String(summary);
          isFull = text.length > full;
          return isFull || text.split(" ").includes(line) ? undefined : { summary: `${text} ${line}`.trim() };
        });
        if (succeeded(worker, `PATCH ${href}`, reply) && !isFull) journal.line(href, line);
        return !isFull;
      });
    },
  },
];
