import type { Action, Worker } from "../client/worker.ts";
import type { Kept } from "../journal.ts";
import type { Fields } from "../records.ts";
import { change, checkReplay, remove, succeeded } from "../steps.ts";
import { ownMeeting, partsOf } from "./meetings.ts";

const attendeesFor = (worker: Worker, meeting: Kept): Fields[] => {
  const { random, journal, name } = worker;
  const there = partsOf(worker, meeting, "attendee").map(({ record }) => record.memberId);
  const free = journal.ofOwner(name, "member").filter(({ record }) => !there.includes(record.id));
  const attending = random.some(free, random.below(3)).map(({ record }) => ({ memberId: record.id }));
  const guest = { guest: { fullName: "Khách mời", title: "Đại biểu" } };
  return [...attending, guest].map((who) => ({
    ...who,
    roles: [random.one(["chair", "presenter", "participant", "guest"])],
    presence: "present",
    reason: worker.mark(),
  }));
};

const add = (worker: Worker, meeting: Kept): Promise<boolean> => {
  const { api, journal, name: owner, random } = worker;
  const path = `${meeting.href}/attendees`;
  const attendees = attendeesFor(worker, meeting);
  const makes = attendees.map(({ reason }) => String(reason));
  const headers = { "idempotency-key": makes.join("-") };
  const ask = { operation: "POST attendee", method: "POST", path, body: { attendees }, headers } as const;
  return journal.doubting({ about: `POST ${path} ${makes}`, makes }, async () => {
    const reply = await api.repeat(ask);
    if (!succeeded(worker, `POST ${path}`, reply)) return true;
    for (const record of reply.body.items as Fields[]) {
      const href = `${path}/${record.id}`;
      journal.keep({ kind: "attendee", href, record, etag: undefined, owner, within: [meeting.href] });
    }
    if (random.percent(5))
      checkReplay(worker, "attendee", reply, await api.repeat({ ...ask, operation: "POST again" }));
    return true;
  });
};

export const attendees: readonly Action[] = [
  {
    name: "add attendees",
    weight: 6,
    run: async (worker) => {
      const meeting = ownMeeting(worker);
      return meeting !== undefined && partsOf(worker, meeting, "attendee").length < 12 && add(worker, meeting);
    },
  },
  {
    name: "change an attendee",
    weight: 3,
    run: async (worker) => {
      const own = worker.journal.ofOwner(worker.name, "attendee");
      const presence = worker.random.one(["excused", "absent", "present"]);
      return own.length > 0 && change(worker, worker.random.one(own), { presence });
    },
  },
  {
    name: "remove an attendee",
    weight: 2,
    run: async (worker) => {
      const own = worker.journal.ofOwner(worker.name, "attendee");
      // Who presents a document or gave guidance stays.
      return own.length > 0 && remove(worker, worker.random.one(own), ["in-use"]);
    },
  },
];
