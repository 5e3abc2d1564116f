import type { Action, Worker } from "../client/worker.ts";
import { isSame, kinds } from "../records.ts";

/** Reads a record of one's own, which nobody else changes: it is what was acknowledged. */
const readOwn = async (worker: Worker): Promise<boolean> => {
  const { journal, random, name, api } = worker;
  const own = kinds.flatMap((kind) => journal.ofOwner(name, kind).slice(0, 20));
  if (own.length === 0) return false;
  const kept = random.one(own);
  const headers = kept.etag && random.percent(50) ? { "if-none-match": kept.etag } : {};
  const reply = await api.repeat({ operation: `GET ${kept.kind}`, method: "GET", path: kept.href, headers });
  const isUnchanged = reply.status === 304;
  if (!isUnchanged && !(reply.status === 200 && isSame(kept.kind, kept.record, reply.body)))
    journal.fault(`${kept.href} was ${JSON.stringify(kept.record)} and answers ${reply.status} ${reply.text}`);
  return true;
};

/** Reads what has no owner: it only has to answer. */
const look = async ({ api, journal }: Worker, operation: string, path: string): Promise<boolean> => {
  const reply = await api.repeat({ operation, method: "GET", path });
  if (reply.status !== 200) journal.fault(`GET ${path} answered ${reply.status}: ${reply.text}`);
  return true;
};

const listPaths = ({ tenantId, random }: Worker): string[] => {
  const organisationId = random.one([tenantId.id, ...tenantId.cells, ...tenantId.departments]);
  return [
    `/v1/members?organisationId=${organisationId}`,
    `/v1/members?organisationId=${tenantId.id}&q=nguyen`,
    `/v1/members?organisationId=${tenantId.id}&asOf=2022-06-15&limit=20`,
    `/v1/meetings?organisationId=${organisationId}&limit=20`,
    `/v1/awards?organisationId=${tenantId.id}&limit=20`,
    `/v1/organisations?parentId=${tenantId.id}`,
  ];
};

const included = "include=agenda,attendees,documents,votes,guidance,awards,photos,article";

export const reads: readonly Action[] = [
  { name: "read a record", weight: 20, run: readOwn },
  { name: "read a list", weight: 8, run: (worker) => look(worker, "GET list", worker.random.one(listPaths(worker))) },
  {
    name: "read statistics",
    weight: 5,
    run: (worker) => {
      const { tenantId, above, random } = worker;
      const id = random.one([tenantId.id, ...above, ...tenantId.departments, ...tenantId.cells]);
      return look(worker, "GET statistics", `/v1/organisations/${id}/statistics?asOf=${2019 + random.below(8)}-03-01`);
    },
  },
  {
    name: "read a conference",
    weight: 3,
    run: async (worker) => {
      const own = worker.journal.ofOwner(worker.name, "meeting");
      return own.length > 0 && look(worker, "GET conference", `${worker.random.one(own).href}?${included}`);
    },
  },
  { name: "read the pages", weight: 1, run: (worker) => look(worker, "GET pages", "/events") },
];
