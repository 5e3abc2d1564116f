import { dayIn } from "../../support/draw.ts";
import {
  type Action,
  change,
  create,
  createOrPut,
  isSuccess,
  oneOwn,
  ownRecords,
  removeOne,
  type Worker,
} from "../worker.ts";

/** Cells and clients that a worker owns at most. */
const cellLimit = 3;
const clientLimit = 2;

const cellInput = ({ random, committee }: Worker, mark: string) => ({
  kind: "cell",
  name: `Chi bộ ${mark}`,
  parentId: random.one([committee.id, ...committee.departments]),
  ...(random.chance(0.5) ? { establishedOn: dayIn(random, 2018, 2024) } : {}),
});

const renewSecret = async (worker: Worker): Promise<boolean> => {
  const { api, journal, random } = worker;
  // Once each: more than ten in an hour are rejected.
  const client = random.pick(
    ownRecords(worker, "client").filter(({ record }) => record.createdAt === record.updatedAt),
  );
  if (!client) return false;
  const path = `${client.href}/secret`;
  return journal.whilePending({ about: `POST ${path}`, changes: new Map([[client.href, undefined]]) }, async () => {
    const headers = { "idempotency-key": worker.mark() };
    const response = await api.repeat({ operation: "POST secret", method: "POST", path, headers });
    if (isSuccess(worker, `POST ${path}`, response)) journal.update(client.href, response.body, response.etag);
    return true;
  });
};

export const structureActions: readonly Action[] = [
  {
    name: "create a cell",
    weight: 2,
    run: async (worker) => {
      if (ownRecords(worker, "organisation").length >= cellLimit) return false;
      const mark = worker.mark();
      const body = cellInput(worker, mark);
      return createOrPut(worker, { kind: "organisation", path: "/v1/organisations", body, mark }, 0.5);
    },
  },
  {
    name: "change a cell",
    weight: 2,
    run: (worker) => {
      const dissolved = worker.random.chance(0.2) ? { dissolvedOn: dayIn(worker.random, 2025, 2025) } : {};
      return change(worker, oneOwn(worker, "organisation"), { code: worker.mark(), ...dissolved });
    },
  },
  {
    name: "delete a cell",
    weight: 1,
    run: (worker) => removeOne(worker, ownRecords(worker, "organisation"), ["in-use"]),
  },
  {
    name: "create a client",
    weight: 1,
    run: async (worker) => {
      if (ownRecords(worker, "client").length >= clientLimit) return false;
      const mark = worker.mark();
      const body = { organisationId: worker.committee.id, name: `Hệ thống ${mark}`, scopes: ["dangbo/read"] };
      return create(worker, { kind: "client", path: "/v1/clients", body, mark });
    },
  },
  { name: "renew a secret", weight: 1, run: renewSecret },
  { name: "delete a client", weight: 1, run: (worker) => removeOne(worker, ownRecords(worker, "client")) },
];
