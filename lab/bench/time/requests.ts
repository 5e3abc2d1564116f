import { randomUUID } from "node:crypto";
import { readFacts } from "../../../test/demo/facts.ts";
import { recordTree } from "../../../test/demo/tree.ts";
import type { AnyRecord, Call, TestService } from "../../../test/support/service.ts";

export type Request = {
  about: string /** Asks once; the round makes what is sent differ. */;
  send(round: number): Promise<void>;
};

/** What is timed; the first is what all are compared with. */
export const requestsOf = async (service: TestService): Promise<Request[]> => {
  const { api, admin: token } = service;
  const first = async (path: string): Promise<AnyRecord> => {
    const [found] = (await api.get<{ items: AnyRecord[] }>(path)).items;
    if (!found) throw new Error(`${path} is empty`);
    return found;
  };
  // Writing the tree again changes nothing and tells its ids.
  const { committee, cells } = await recordTree(api, readFacts());
  const below = `organisationId=${committee.id}`;
  const member = await first(`/v1/members?${below}`);
  const meeting = await first(`/v1/meetings?${below}`);

  const ask = async (method: string, path: string, call: Call = {}) => {
    const answer = await service.call(method, path, { token, ...call });
    if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status}`);
    return answer;
  };
  const reading = (about: string, path: string): Request => ({
    about,
    send: async () => void (await ask("GET", path)),
  });
  let etag = (await ask("GET", `/v1/members/${member.id}`)).headers.get("etag") ?? "";
  return [
    reading("GET /health", "/health"),
    reading("GET a member", `/v1/members/${member.id}`),
    reading("GET 50 members of a committee", `/v1/members?${below}`),
    reading("GET statistics of a committee", `/v1/organisations/${committee.id}/statistics?asOf=2023-12-26`),
    reading(
      "GET a meeting with all its parts",
      `/v1/meetings/${meeting.id}?include=attendees,documents,votes,guidance,awards,photos`,
    ),
    {
      about: "POST a member, with a key",
      send: async (round) => {
        const body = { organisationId: cells[0]?.id, fullName: `Trần Thị ${round}` };
        await ask("POST", "/v1/members", { body, headers: { "idempotency-key": randomUUID() } });
      },
    },
    {
      about: "PATCH a member",
      send: async (round) => {
        const change = { body: { jobTitle: `Thủ thư ${round}` }, headers: { "if-match": etag } };
        etag = (await ask("PATCH", `/v1/members/${member.id}`, change)).headers.get("etag") ?? "";
      },
    },
  ];
};
