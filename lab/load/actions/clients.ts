import type { Action, Worker } from "../client/worker.ts";
import { make, remove, succeeded } from "../steps.ts";

/** Clients that a client keeps at most. */
const most = 2;

const renew = async (worker: Worker): Promise<boolean> => {
  const { api, journal, name, random } = worker;
  // Once each: more than ten in an hour are refused.
  const own = journal.ofOwner(name, "client").filter(({ record }) => record.createdAt === record.updatedAt);
  if (own.length === 0) return false;
  const { href } = random.one(own);
  return journal.doubting({ about: `POST ${href}/secret`, changes: new Map([[href, undefined]]) }, async () => {
    const headers = { "idempotency-key": worker.mark() };
    const reply = await api.repeat({ operation: "POST secret", method: "POST", path: `${href}/secret`, headers });
    if (succeeded(worker, `POST ${href}/secret`, reply)) journal.renew(href, reply.body, reply.etag);
    return true;
  });
};

export const clients: readonly Action[] = [
  {
    name: "make a client",
    weight: 1,
    run: async (worker) => {
      if (worker.journal.ofOwner(worker.name, "client").length >= most) return false;
      const mark = worker.mark();
      const body = { organisationId: worker.tenantId.id, name: `Hệ thống ${mark}`, scopes: ["dangbo/read"] };
      await make(worker, { kind: "client", path: "/v1/clients", body, mark });
      return true;
    },
  },
  { name: "renew a secret", weight: 1, run: renew },
  {
    name: "delete a client",
    weight: 1,
    run: async (worker) => {
      const own = worker.journal.ofOwner(worker.name, "client");
      return own.length > 0 && remove(worker, worker.random.one(own));
    },
  },
];
