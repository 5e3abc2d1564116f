import { isSame, kinds } from "../records.ts";
import { type Action, oneOwn, ownRecords, type Worker } from "../worker.ts";

/** Reads an own record, which must be as acknowledged, since nobody else changes it. */
const readOwn = async (worker: Worker): Promise<boolean> => {
  const { journal, random, api } = worker;
  const record = random.pick(kinds.flatMap((kind) => ownRecords(worker, kind).slice(0, 20)));
  if (!record) return false;
  const headers = record.etag && random.chance(0.5) ? { "if-none-match": record.etag } : {};
  const { kind, href } = record;
  const response = await api.repeat({ operation: `GET ${kind}`, method: "GET", path: href, headers });
  const isUnchanged = response.status === 304;
  if (!isUnchanged && !(response.status === 200 && isSame(kind, record.record, response.body)))
    journal.fault(`${href} was ${JSON.stringify(record.record)} and returned ${response.status} ${response.text}`);
  return true;
};

const read = async ({ api, journal }: Worker, operation: string, path: string): Promise<boolean> => {
  const response = await api.repeat({ operation, method: "GET", path });
  if (response.status !== 200) journal.fault(`GET ${path} returned ${response.status}: ${response.text}`);
  return true;
};

const listPath = ({ committee, random }: Worker): string => {
  const organisationId = random.one([committee.id, ...committee.cells, ...committee.departments]);
  return random.one([
    `/v1/members?organisationId=${organisationId}`,
    `/v1/members?organisationId=${committee.id}&q=nguyen`,
    `/v1/members?organisationId=${committee.id}&asOf=2022-06-15&limit=20`,
    `/v1/meetings?organisationId=${organisationId}&limit=20`,
    `/v1/awards?organisationId=${committee.id}&limit=20`,
    `/v1/organisations?parentId=${committee.id}`,
  ]);
};

const included = "include=agenda,attendees,documents,votes,guidance,awards,photos,article";

export const readActions: readonly Action[] = [
  { name: "read a record", weight: 20, run: readOwn },
  { name: "read a list", weight: 8, run: (worker) => read(worker, "GET list", listPath(worker)) },
  {
    name: "read statistics",
    weight: 5,
    run: (worker) => {
      const { committee, above, random } = worker;
      const id = random.one([committee.id, ...above, ...committee.departments, ...committee.cells]);
      return read(worker, "GET statistics", `/v1/organisations/${id}/statistics?asOf=${2019 + random.below(8)}-03-01`);
    },
  },
  {
    name: "read a conference",
    weight: 3,
    run: async (worker) => {
      const meeting = oneOwn(worker, "meeting");
      return meeting !== undefined && read(worker, "GET conference", `${meeting.href}?${included}`);
    },
  },
  { name: "read the pages", weight: 1, run: (worker) => read(worker, "GET pages", "/events") },
];
