import type { Action, Worker } from "../client/worker.ts";
import type { Fields } from "../records.ts";
import { change, make, put, remove } from "../steps.ts";
import { ownMeeting } from "./meetings.ts";

/** Awards that a client keeps at most. */
const most = 12;

const bodyOf = (worker: Worker, mark: string): Fields => {
  const { random, journal, name, tenantId } = worker;
  const people = random.some(journal.ofOwner(name, "member"), 2).map(({ record }) => ({ memberId: record.id }));
  const meeting = random.percent(30) ? ownMeeting(worker) : undefined;
  return {
    organisationId: tenantId.id,
    form: random.one(["commendation", "certificate-of-merit"]),
    title: `Khen thưởng ${mark}`,
    year: 2019 + random.below(7),
    ...(meeting ? { meetingId: meeting.record.id } : {}),
    recipients: [...people, { organisationId: random.one(tenantId.cells) }],
  };
};

export const awards: readonly Action[] = [
  {
    name: "make an award",
    weight: 4,
    run: async (worker) => {
      if (worker.journal.ofOwner(worker.name, "award").length >= most) return false;
      const mark = worker.mark();
      const body = bodyOf(worker, mark);
      if (worker.random.percent(70)) await make(worker, { kind: "award", path: "/v1/awards", body, mark });
      else await put(worker, { kind: "award", path: `/v1/awards/external/load/${mark}`, body, mark });
      return true;
    },
  },
  {
    name: "change an award",
    weight: 2,
    run: async (worker) => {
      const own = worker.journal.ofOwner(worker.name, "award");
      const decision = { number: `QĐ ${worker.mark()}`, date: "2024-12-20" };
      return own.length > 0 && change(worker, worker.random.one(own), { decision });
    },
  },
  {
    name: "delete an award",
    weight: 2,
    run: async (worker) => {
      const own = worker.journal.ofOwner(worker.name, "award");
      return own.length > 2 && remove(worker, worker.random.one(own));
    },
  },
];
