import { createPrivateKey } from "node:crypto";
import { SignJWT } from "jose";
import type { Route } from "../../lib/contract/route.ts";
import { routeList } from "../../lib/contract/routes.ts";
import { claimNames, scopes } from "../../lib/vocabulary/token.ts";
import { absentId } from "../support/absent-id.ts";
import { signingKey } from "../support/service.ts";
import { type CommitteeWithRecords, createCommitteeWithRecords, pathWithIds } from "../support/tenant-records.ts";
import { useService } from "./fixture.ts";

const { service, organisation } = useService();
let own: CommitteeWithRecords;
let foreign: CommitteeWithRecords;
beforeAll(async () => {
  const ministry = await organisation("superior-committee", "Đảng bộ Bộ");
  own = await createCommitteeWithRecords(service, ministry.id, "A");
  foreign = await createCommitteeWithRecords(service, ministry.id, "B");
});

const guarded = routeList.filter(({ scope }) => scope !== "open");
const call = (route: Route, token: string | undefined, params = own.params) =>
  service.call(route.method, pathWithIds(route.path, params), {
    token,
    ...(["POST", "PUT", "PATCH"].includes(route.method) ? { body: {} } : {}),
    headers: route.ifMatch === "required" ? { "if-match": "*" } : {},
  });

type Forgery = { audience?: string; issuer?: string; expires?: number; scope?: string };
const forge = async ({ audience = "dangbo", issuer, expires = 600, scope = scopes.join(" ") }: Forgery) => {
  const now = Math.floor(Date.now() / 1000);
  const decode = (part = "") => JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, string>;
  const [head, payload] = service.admin.split(".");
  const real = decode(payload);
  return new SignJWT({
    ...real,
    scope,
    [claimNames.organisation]: "ROOT",
    iat: now - 3600,
    exp: now + expires,
    aud: audience,
    iss: issuer ?? String(real.iss),
  })
    .setProtectedHeader({ alg: "RS256", kid: decode(head).kid ?? "", typ: "at+jwt" })
    .sign(createPrivateKey(signingKey(service.state)));
};

test("A token signed with the service's key and unchanged claims is accepted, so forgeries are rejected for what they change", async () => {
  const answer = await service.call("GET", "/v1/organisations", { token: await forge({}) });
  expect(answer.status).toBe(200);
});

describe.each(guarded.map((route) => [route.operation, route] as const))("%s", (_, route) => {
  test("returns 401 without a token, and for a broken, expired or foreign one", async () => {
    const [head, payload, signature = ""] = service.admin.split(".");
    const broken = [head, payload, `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`].join(".");
    const none = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url")}.${payload}.`;
    const tokens = [
      undefined,
      "nonsense",
      broken,
      none,
      await forge({ expires: -60 }),
      await forge({ audience: "another" }),
      await forge({ issuer: "https://elsewhere.example" }),
    ];
    const answers = await Promise.all(tokens.map((token) => call(route, token)));
    expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 401));
  });

  test("returns 403 to a client with every scope except the required one", async () => {
    const others = scopes.filter((scope) => scope !== route.scope).join(" ");
    const answer = await call(route, await forge({ scope: others }));
    expect(answer.status).toBe(403);
  });

  test("returns 404 to a client of another subtree, as for a record that does not exist", async () => {
    const named = /\{(?!source|externalId)\w+\}/.test(route.path);
    if (!named) {
      expect((await call(route, foreign.token)).status).toBe(route.method === "GET" ? 200 : 422);
      return;
    }
    const elsewhere = await call(route, foreign.token);
    const nowhere = await call(
      route,
      foreign.token,
      Object.fromEntries(Object.entries(own.params).map(([name, id]) => [name, absentId(id)])),
    );
    expect(elsewhere.status).toBe(404);
    expect(withoutInstance(elsewhere.body)).toEqual(withoutInstance(nowhere.body));
  });
});

const withoutInstance = (body: unknown) => ({ ...(body as object), instance: undefined });

describe("References in a body", () => {
  const expectUnknown = async (path: string, body: object, pointer: string) => {
    const answer = await service.call("POST", path, { token: foreign.token, body });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer, code: "unknown-reference" }] } });
  };

  test("to an organisation of another subtree are rejected as unknown", async () => {
    await expectUnknown("/v1/members", { organisationId: own.cell.id, fullName: "Lê Văn Bình" }, "/organisationId");
    await expectUnknown(
      "/v1/organisations",
      { kind: "cell", name: "Chi bộ 9", parentId: own.committee.id },
      "/parentId",
    );
    const meeting = { organisationId: own.committee.id, kind: "regular", title: "Họp", startsOn: "2024-01-10" };
    await expectUnknown("/v1/meetings", meeting, "/organisationId");
    const client = { organisationId: own.committee.id, name: "x", scopes: ["dangbo/read"] };
    await expectUnknown("/v1/clients", client, "/organisationId");
  });

  test("to a member of another subtree are rejected as unknown", async () => {
    const attendees = [{ memberId: own.params.memberId, roles: ["chair"] }];
    await expectUnknown(`/v1/meetings/${foreign.params.meetingId}/attendees`, { attendees }, "/attendees/0/memberId");
    const award = { organisationId: foreign.committee.id, form: "commendation", title: "x", year: 2023 };
    const recipients = [{ memberId: own.params.memberId }];
    await expectUnknown("/v1/awards", { ...award, recipients }, "/recipients/0/memberId");
  });
});

test.each([
  "/v1/organisations?parentId=",
  "/v1/members?organisationId=",
  "/v1/meetings?organisationId=",
  "/v1/awards?organisationId=",
])("%s of another subtree returns 404, and a client's own list contains nothing of it", async (path) => {
  expect((await service.call("GET", path + own.committee.id, { token: foreign.token })).status).toBe(404);
  const answer = await service.call("GET", path.split("?")[0] ?? "", { token: foreign.token });
  expect(answer.status).toBe(200);
  expect(JSON.stringify(answer.body)).not.toContain(own.committee.id);
});

test("A client sees only the names of the organisations above its own", async () => {
  const superior = String(own.committee.parentId);
  const answer = await service.call("GET", `/v1/organisations/${superior}`, { token: own.token });
  expect(answer).toMatchObject({ status: 200, body: { id: superior, name: "Đảng bộ Bộ" } });
  expect((await service.call("GET", `/v1/organisations/${superior}/statistics`, { token: own.token })).status).toBe(
    404,
  );
});
