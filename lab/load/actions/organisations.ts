import type { Action } from "../client/worker.ts";
import { dayIn } from "../random.ts";
import { change, make, put, remove } from "../steps.ts";

/** Cells of its own that a client keeps at most, beside those that were there before it. */
const most = 3;

const bodyOf = (worker: Parameters<Action["run"]>[0], mark: string) => {
  const { random, tenantId } = worker;
  return {
    kind: "cell",
    name: `Chi bộ ${mark}`,
    parentId: random.one([tenantId.id, ...tenantId.departments]),
    ...(random.percent(50) ? { establishedOn: dayIn(random, 2018, 2024) } : {}),
  };
};

export const organisations: readonly Action[] = [
  {
    name: "make a cell",
    weight: 2,
    run: async (worker) => {
      if (worker.journal.ofOwner(worker.name, "organisation").length >= most) return false;
      const mark = worker.mark();
      const body = bodyOf(worker, mark);
      if (worker.random.percent(50))
        await make(worker, { kind: "organisation", path: "/v1/organisations", body, mark });
      else await put(worker, { kind: "organisation", path: `/v1/organisations/external/load/${mark}`, body, mark });
      return true;
    },
  },
  {
    name: "change a cell",
    weight: 2,
    run: async (worker) => {
      const own = worker.journal.ofOwner(worker.name, "organisation");
      if (own.length === 0) return false;
      const dissolved = worker.random.percent(20) ? { dissolvedOn: dayIn(worker.random, 2025, 2025) } : {};
      return change(worker, worker.random.one(own), { code: worker.mark(), ...dissolved });
    },
  },
  {
    name: "delete a cell",
    weight: 1,
    run: async (worker) => {
      const own = worker.journal.ofOwner(worker.name, "organisation");
      return own.length > 0 && remove(worker, worker.random.one(own), ["in-use"]);
    },
  },
];
