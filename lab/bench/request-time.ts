import { randomUUID } from "node:crypto";
import { readFacts } from "../../test/demo/facts.ts";
import { recordConference } from "../../test/demo/record-conference.ts";
import { recordTree } from "../../test/demo/tree.ts";
import { type AnyRecord, type Call, startService, type TestService } from "../../test/support/service.ts";
import { median, numeric, type Section, shown } from "../support/report.ts";

/** Rounds that warm the service, and rounds that count. */
const warming = 10;
const counted = 60;

type Request = { about: string; send(round: number): Promise<unknown> };

/** Measures the time of usual requests through the local service, in turns by one caller. */
export const measureRequestTime = async (): Promise<Section> => {
  const service = await startService();
  try {
    await recordConference(service.api, readFacts(), () => undefined);
    const requests = await requestsOf(service);
    const times = requests.map((): number[] => []);
    for (let round = 0; round < warming + counted; round += 1)
      for (const [i, { send }] of requests.entries()) {
        const begun = performance.now();
        await send(round);
        if (round >= warming) times[i]?.push(performance.now() - begun);
      }
    const medians = times.map(median);
    const health = medians[0] ?? 1;
    return {
      title: "Time of a request through the local service",
      notes: [
        `Medians of ${counted} requests each, one at a time: gateway, authorizer, function and engine on one machine.`,
      ],
      columns: [{ title: "request" }, numeric("ms"), numeric("times health")],
      rows: requests.map(({ about }, i) => [about, shown(medians[i] ?? 0, 1), shown((medians[i] ?? 0) / health, 1)]),
    };
  } finally {
    await service.close();
  }
};

/** The timed requests; the first is what the others are compared with. */
const requestsOf = async (service: TestService): Promise<Request[]> => {
  const { api, admin: token } = service;
  const first = async (path: string): Promise<AnyRecord> => {
    const [found] = (await api.get<{ items: AnyRecord[] }>(path)).items;
    if (!found) throw new Error(`${path} is empty`);
    return found;
  };
  // Writing the tree again changes nothing and returns its ids.
  const { committee, cells } = await recordTree(api, readFacts());
  const scope = `organisationId=${committee.id}`;
  const member = await first(`/v1/members?${scope}`);
  const meeting = await first(`/v1/meetings?${scope}`);
  const send = async (method: string, path: string, call: Call = {}) => {
    const response = await service.call(method, path, { token, ...call });
    if (response.status >= 400) throw new Error(`${method} ${path} returned ${response.status}`);
    return response;
  };
  const get = (about: string, path: string): Request => ({ about, send: () => send("GET", path) });
  const parts = "attendees,documents,votes,guidance,awards,photos";
  let etag = (await send("GET", `/v1/members/${member.id}`)).headers.get("etag") ?? "";
  return [
    get("GET /health", "/health"),
    get("GET a member", `/v1/members/${member.id}`),
    get("GET 50 members of a committee", `/v1/members?${scope}`),
    get("GET statistics of a committee", `/v1/organisations/${committee.id}/statistics?asOf=2023-12-26`),
    get("GET a meeting with all its parts", `/v1/meetings/${meeting.id}?include=${parts}`),
    {
      about: "POST a member, with a key",
      send: (round) => {
        const body = { organisationId: cells[0]?.id, fullName: `Trần Thị ${round}` };
        return send("POST", "/v1/members", { body, headers: { "idempotency-key": randomUUID() } });
      },
    },
    {
      about: "PATCH a member",
      send: async (round) => {
        const change = { body: { jobTitle: `Thủ thư ${round}` }, headers: { "if-match": etag } };
        etag = (await send("PATCH", `/v1/members/${member.id}`, change)).headers.get("etag") ?? "";
      },
    },
  ];
};
