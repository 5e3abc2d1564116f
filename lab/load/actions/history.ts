import type { Action } from "../client/worker.ts";
import { dayIn } from "../random.ts";
import { make } from "../steps.ts";
import { cellsOf } from "./members.ts";

/** Entries of one member that a client adds at most. */
const most = 6;

export const history: readonly Action[] = [
  {
    name: "add to a history",
    weight: 8,
    run: async (worker) => {
      const { random, journal, name } = worker;
      const own = journal.ofOwner(name, "member");
      if (own.length === 0) return false;
      const member = random.one(own);
      const before = journal.ofOwner(name, "history-entry").filter(({ within }) => within.includes(member.href));
      if (before.length >= most) return false;
      const mark = worker.mark();
      const kinds = ["confirmed", "transferred", "transferred", "suspended", "resumed", "departed", "readmitted"];
      const kind = random.one(kinds);
      const body = {
        kind,
        on: dayIn(random, 2021, 2025),
        reason: mark,
        ...(kind === "transferred" ? { organisationId: random.one(cellsOf(worker)) } : {}),
        ...(before.length > 0 && random.percent(15) ? { voids: String(random.one(before).record.id) } : {}),
      };
      const path = `${member.href}/history`;
      const { href } = member;
      await make(worker, { kind: "history-entry", path, body, mark, within: [href], changes: [href] });
      return true;
    },
  },
];
