import type { Action, Worker } from "../client/worker.ts";
import type { Kept } from "../journal.ts";
import { dayIn } from "../random.ts";
import type { Fields } from "../records.ts";
import { change, make, put, remove } from "../steps.ts";

/** Members that a client keeps at most: then it deletes before it makes. */
const most = 60;

const names = ["Nguyễn Thị Hồng", "Trần Văn Đức", "Lê Minh Ánh", "Phạm Ngọc Lan", "Đỗ Quốc Việt", "Vũ Thu Hà"];

export const cellsOf = ({ tenantId, journal, name }: Worker): string[] => [
  ...tenantId.cells,
  ...journal
    .ofOwner(name, "organisation")
    .filter(({ record }) => record.dissolvedOn === undefined)
    .map(({ record }) => String(record.id)),
];

const bodyOf = (worker: Worker, mark: string): Fields => {
  const { random } = worker;
  return {
    organisationId: random.one(cellsOf(worker)),
    fullName: `${random.one(names)} ${mark}`,
    gender: random.one(["female", "male"]),
    admittedOn: dayIn(random, 2005, 2018),
    ...(random.percent(30) ? { joinedOn: dayIn(random, 2019, 2020) } : {}),
    ...(random.percent(50) ? { confirmedOn: dayIn(random, 2019, 2021) } : {}),
    ...(random.percent(20) ? { positions: [{ organisationId: worker.tenantId.id, role: "committee-member" }] } : {}),
  };
};

/** Numbers and ids that others want too: whoever is second is refused. */
const wanted = ({ random }: Worker): Fields => ({
  ...(random.percent(50) ? { memberNumber: String(random.below(400)) } : {}),
  ...(random.percent(30) ? { externalIds: { personnel: `p${random.below(200)}` } } : {}),
});
const taken = ["duplicate-member-number", "duplicate-external-id"];

/** Members that something names: they are not deleted. */
const named = ({ journal, name }: Worker): Set<string> => {
  const attending = journal.ofOwner(name, "attendee").map(({ record }) => record.memberId);
  const awarded = journal
    .ofOwner(name, "award")
    .flatMap(({ record }) => (record.recipients as { memberId?: string }[]).map(({ memberId }) => memberId));
  return new Set([...attending, ...awarded].map(String));
};

const unnamed = (worker: Worker): Kept[] => {
  const kept = named(worker);
  return worker.journal.ofOwner(worker.name, "member").filter(({ record }) => !kept.has(String(record.id)));
};

const made = ["id", "createdAt", "updatedAt", "standing", "mayVote"];
const inputOf = (record: Fields): Fields =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !made.includes(name)));

export const members: readonly Action[] = [
  {
    name: "make a member",
    weight: 14,
    run: async (worker) => {
      if (worker.journal.ofOwner(worker.name, "member").length >= most) return false;
      const mark = worker.mark();
      const body = { ...bodyOf(worker, mark), ...wanted(worker) };
      await make(worker, { kind: "member", path: "/v1/members", body, mark, allowed: taken });
      return true;
    },
  },
  {
    name: "put a member",
    weight: 6,
    run: async (worker) => {
      const mark = worker.mark();
      const { journal, random, name } = worker;
      const all = journal.ofOwner(name, "member");
      const path = (id: string) => `/v1/members/external/load/${id}`;
      const told = new Set(journal.ofOwner(name, "history-entry").flatMap(({ within }) => within));
      const again = all.filter(({ href, record }) => idOf(record) !== undefined && !told.has(href));
      if (again.length > 0 && random.percent(50)) {
        const before = random.one(again);
        const body = { ...inputOf(before.record), jobTitle: `Chuyên viên ${mark}` };
        await put(worker, { kind: "member", path: path(idOf(before.record) ?? ""), body, mark }, before);
      } else {
        if (all.length >= most) return false;
        await put(worker, { kind: "member", path: path(mark), body: bodyOf(worker, mark), mark });
      }
      return true;
    },
  },
  {
    name: "change a member",
    weight: 8,
    run: async (worker) => {
      const { random, journal, name } = worker;
      const own = journal.ofOwner(name, "member");
      if (own.length === 0) return false;
      const kept = random.one(own);
      // With a history, today's cell is not the one of the beginning, which a PATCH corrects.
      const began = journal.ofOwner(name, "history-entry").some(({ within }) => within.includes(kept.href));
      const moved = !began && random.percent(40) ? { organisationId: random.one(cellsOf(worker)) } : {};
      const corrected = random.percent(30) ? { admittedOn: dayIn(random, 2005, 2018) } : {};
      return change(worker, kept, { jobTitle: `Chuyên viên ${worker.mark()}`, ...moved, ...corrected });
    },
  },
  {
    name: "delete a member",
    weight: 4,
    run: async (worker) => {
      const own = unnamed(worker);
      return own.length > 5 && remove(worker, worker.random.one(own));
    },
  },
];

const idOf = (record: Fields): string | undefined => (record.externalIds as { load?: string } | undefined)?.load;
