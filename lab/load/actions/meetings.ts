import type { Action, Worker } from "../client/worker.ts";
import type { Kept } from "../journal.ts";
import { dayIn } from "../random.ts";
import { change, make, put, remove } from "../steps.ts";

/** Meetings that a client keeps at most: then it deletes before it makes. */
const most = 8;

/** One of a client's own meetings. */
export const ownMeeting = ({ journal, name, random }: Worker): Kept | undefined => {
  const own = journal.ofOwner(name, "meeting");
  return own.length > 0 ? random.one(own) : undefined;
};

/** What a client has put into a meeting, of one kind. */
export const partsOf = ({ journal, name }: Worker, meeting: Kept, kind: Kept["kind"]): Kept[] =>
  journal.ofOwner(name, kind).filter(({ within }) => within.includes(meeting.href));

const bodyOf = ({ random, tenantId }: Worker, mark: string) => ({
  organisationId: random.one([tenantId.id, tenantId.id, ...tenantId.cells, ...tenantId.departments]),
  kind: random.one(["regular", "thematic", "review", "extraordinary"]),
  title: `Hội nghị ${mark}`,
  startsOn: dayIn(random, 2019, 2025),
  status: random.one(["planned", "held"]),
  visibility: random.one(["public", "internal"]),
});

export const meetings: readonly Action[] = [
  {
    name: "make a meeting",
    weight: 6,
    run: async (worker) => {
      if (worker.journal.ofOwner(worker.name, "meeting").length >= most) return false;
      const mark = worker.mark();
      const body = bodyOf(worker, mark);
      if (worker.random.percent(70)) await make(worker, { kind: "meeting", path: "/v1/meetings", body, mark });
      else await put(worker, { kind: "meeting", path: `/v1/meetings/external/load/${mark}`, body, mark });
      return true;
    },
  },
  {
    name: "change a meeting",
    weight: 5,
    run: async (worker) => {
      const meeting = ownMeeting(worker);
      if (!meeting) return false;
      const status = worker.random.one(["planned", "held", "cancelled"]);
      return change(worker, meeting, { status, venue: `Hội trường ${worker.mark()}` });
    },
  },
  {
    name: "delete a meeting",
    weight: 3,
    run: async (worker) => {
      const own = worker.journal.ofOwner(worker.name, "meeting");
      const awards = worker.journal.ofOwner(worker.name, "award").map(({ record }) => record.meetingId);
      const free = own.filter(({ record }) => !awards.includes(record.id));
      return own.length > 3 && free.length > 0 && remove(worker, worker.random.one(free));
    },
  },
];
