import { randomBytes, randomUUID } from "node:crypto";
import { JwtVerifier } from "aws-jwt-verify";
import type { Context } from "aws-lambda";
import { createLocalJWKSet, jwtVerify } from "jose";
import type { ApiEvent } from "../../../functions/shared/event.ts";
import { serve } from "../../../functions/shared/http.ts";
import type { Issuer } from "../../../functions/token/issuer.ts";
import { tokenOperations } from "../../../functions/token/operations.ts";
import type { Signer } from "../../../functions/token/signer.ts";
import { generateSecret } from "../../../lib/clients/credentials.ts";
import { networkOf } from "../../../lib/clients/failed-attempts.ts";
import { clientInput } from "../../../lib/clients/schema.ts";
import { createClient, deleteClient, renewClientSecret } from "../../../lib/clients/writes.ts";
import { tokenRoutes } from "../../../lib/contract/routes/token.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { createOrganisation } from "../../../lib/organisations/writes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { Problem } from "../../../lib/shared/problem.ts";
import { apiEvent } from "../../support/api-event.ts";
import { captureLog } from "../../support/console.ts";
import { createTestSigner } from "../../support/signer.ts";
import { useWorld } from "../../support/world.ts";

const issuerUrl = "https://issuer.example";
const form = "application/x-www-form-urlencoded";
const signer = createTestSigner();
const issuer: Issuer = {
  url: issuerUrl,
  signer,
  otherKeys: [],
  adminSecret: "local-admin-secret",
  newTokenId: randomUUID,
};

const world = useWorld();
const log = captureLog();
beforeAll(() => world.setNow(new Date().toISOString()));
afterAll(() => log.release());

type Answer = { statusCode: number; headers: Record<string, string>; json: Record<string, string> };
const call = async (event: ApiEvent, by: Issuer = issuer): Promise<Answer> => {
  const operations = tokenOperations(() => by);
  const handler = serve(operations, {}, () => world.dependencies);
  const { statusCode, headers, body } = await handler(event, {} as Context);
  return { statusCode, headers, json: JSON.parse(body ?? "{}") };
};
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`,
});
const ask = (body: string, headers: Record<string, string> = {}) =>
  call(apiEvent(tokenRoutes.issueToken, { body, headers: { "content-type": form, ...headers } }));
const grant = "grant_type=client_credentials";
const admin = basic("admin", "local-admin-secret");
const adminInBody = "&client_id=admin&client_secret=local-admin-secret";

type CreatedClient = { id: string; clientSecret: string };
const makeClient = async (input: object) => {
  const result = await createClient(world.contextAs(), validateInput(clientInput, input), generateSecret(randomBytes));
  return result.record as CreatedClient;
};
const makeOrganisation = async (input: object) => {
  const result = await createOrganisation(world.contextAs(), validateInput(organisationInput, input));
  return (result.record as { id: string }).id;
};
const keySet = async () => (await call(apiEvent(tokenRoutes.getKeys))).json as never;

test("The first client gets a token that two independent libraries verify", async () => {
  const { statusCode, headers, json } = await ask(grant, admin);
  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({ "cache-control": "no-store", pragma: "no-cache" });
  expect(json).toMatchObject({ token_type: "Bearer", expires_in: 3600 });
  expect(json.scope).toBe("dangbo/read dangbo/write dangbo/publish dangbo/admin");
  const expected = { issuer: issuerUrl, audience: "dangbo", typ: "at+jwt", algorithms: ["RS256"] };
  const { payload } = await jwtVerify(json.access_token ?? "", createLocalJWKSet(await keySet()), expected);
  expect(payload).toMatchObject({ sub: "admin", client_id: "admin", dangbo_org: "ROOT", dangbo_path: "" });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
  expect(payload.jti).toMatch(/^[0-9a-f-]{36}$/);
  const verifier = JwtVerifier.create({ issuer: issuerUrl, audience: "dangbo", scope: "dangbo/read" });
  verifier.cacheJwks(await keySet());
  await expect(verifier.verify(json.access_token ?? "")).resolves.toMatchObject({ client_id: "admin" });
});

test("A token contains the organisation of its client with its path, and the requested scopes", async () => {
  const top = await makeOrganisation({ kind: "superior-committee", name: "Đảng bộ Bộ" });
  const tenantId = await makeOrganisation({ kind: "grassroots-committee", name: "Đảng bộ Thư viện", parentId: top });
  const cell = await makeOrganisation({ kind: "cell", name: "Chi bộ 1", parentId: tenantId });
  const scopes = ["dangbo/read", "dangbo/write"];
  const client = await makeClient({ name: "Phòng họp", organisationId: cell, scopes });
  const fields = `&client_id=${client.id}&client_secret=${client.clientSecret}&scope=dangbo%2Fread`;
  const { json } = await ask(grant + fields);
  expect(json.scope).toBe("dangbo/read");
  const { payload } = await jwtVerify(json.access_token ?? "", createLocalJWKSet(await keySet()));
  expect(payload).toMatchObject({ client_id: client.id, dangbo_org: cell, dangbo_path: `${top}/${tenantId}/${cell}` });
  expect(await ask(`${grant}&scope=dangbo/admin`, basic(client.id, client.clientSecret))).toMatchObject({
    statusCode: 400,
    json: { error: "invalid_scope" },
  });
});

test("Responses for an unknown client and for a wrong secret are equal", async () => {
  const client = await makeClient({ name: "Máy ảnh", scopes: ["dangbo/read"] });
  const wrong = await ask(grant, basic(client.id, "wrong"));
  expect(wrong).toMatchObject({ statusCode: 401, json: { error: "invalid_client" } });
  expect(wrong.headers["www-authenticate"]).toBe('Basic realm="dangbo"');
  for (const id of ["0".repeat(18), "0".repeat(36), "nobody", ""])
    expect(await ask(grant, basic(id, "wrong"))).toEqual(wrong);
  expect(await ask(grant, basic("admin", "wrong"))).toEqual(wrong);
});

test("During a rotation of the signing key, tokens of the former key stay valid and the next key is published before it signs", async () => {
  const [former, next] = [createTestSigner(), createTestSigner()];
  const of = (signer: Signer, otherKeys: Issuer["otherKeys"]) => (event: ApiEvent) =>
    call(event, { ...issuer, signer, otherKeys });
  const stages = [of(former, []), of(former, [next]), of(next, [former]), of(next, [])];
  const asked = apiEvent(tokenRoutes.issueToken, { body: grant, headers: { "content-type": form, ...admin } });
  const tokens = await Promise.all(stages.map(async (at) => (await at(asked)).json.access_token ?? ""));
  const sets = await Promise.all(stages.map(async (at) => (await at(apiEvent(tokenRoutes.getKeys))).json as never));
  const isGood = (token: number, set: number) =>
    jwtVerify(tokens[token] ?? "", createLocalJWKSet(sets[set] as never), { issuer: issuerUrl }).then(
      () => true,
      () => false,
    );
  // Each token by the keys read one step before it was given, in its own, and one step after.
  for (const token of [1, 2])
    for (const set of [token - 1, token, token + 1])
      expect([token, set, await isGood(token, set)]).toEqual([token, set, true]);
  expect(await isGood(0, 3)).toBe(false);
});

test("A deleted client gets no token", async () => {
  const client = await makeClient({ name: "Cũ", scopes: ["dangbo/read"] });
  expect((await ask(grant, basic(client.id, client.clientSecret))).statusCode).toBe(200);
  await deleteClient(world.contextAs(), client.id, { versions: [1] });
  expect((await ask(grant, basic(client.id, client.clientSecret))).statusCode).toBe(401);
});

test("After a rotation the old secret works for an hour and the new one at once", async () => {
  const start = Date.now();
  const client = await makeClient({ name: "Đổi khoá", scopes: ["dangbo/read"] });
  const { record } = await renewClientSecret(world.contextAs(), client.id, generateSecret(randomBytes));
  const statusOf = async (secret: string) => (await ask(grant, basic(client.id, secret))).statusCode;
  expect(await statusOf((record as CreatedClient).clientSecret)).toBe(200);
  expect(await statusOf(client.clientSecret)).toBe(200);
  world.setNow(new Date(start + 3_610_000).toISOString());
  expect(await statusOf(client.clientSecret)).toBe(401);
  expect(await statusOf((record as CreatedClient).clientSecret)).toBe(200);
  world.setNow(new Date(start).toISOString());
});

test.each([
  ["no grant type", "", admin, 400, "invalid_request"],
  ["another grant", "grant_type=password", admin, 400, "unsupported_grant_type"],
  ["a parameter twice", `${grant}&${grant}`, admin, 400, "invalid_request"],
  ["credentials in two ways", `${grant}${adminInBody}`, admin, 400, "invalid_request"],
  ["no credentials", grant, {}, 401, "invalid_client"],
  ["an id without a secret", `${grant}&client_id=admin`, {}, 401, "invalid_client"],
  ["a bearer token", grant, { authorization: "Bearer abc" }, 401, "invalid_client"],
  ["Basic without a colon", grant, { authorization: "Basic YWJj" }, 401, "invalid_client"],
  ["Basic with unused bits that are not zero", grant, { authorization: "Basic YTpiYh==" }, 401, "invalid_client"],
  ["Basic that is not form-encoded", grant, { authorization: "Basic JTp4" }, 401, "invalid_client"],
  ["a scope nobody knows", `${grant}&scope=dangbo/everything`, admin, 400, "invalid_scope"],
  ["another media type", "{}", { ...admin, "content-type": "application/json" }, 400, "invalid_request"],
] as const)("A token request with %s is rejected with its OAuth error", async (_, body, headers, status, error) => {
  const answer = await ask(body, headers as Record<string, string>);
  expect(answer).toMatchObject({ statusCode: status, json: { error } });
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(Object.keys(answer.json).sort()).toEqual(["error", "error_description"]);
});

test("Parameters without a value count as omitted, and unknown ones are ignored", async () => {
  const { statusCode, json } = await ask(`${grant}&scope=&resource=x`, admin);
  expect(statusCode).toBe(200);
  expect(json.scope).toContain("dangbo/admin");
});

test("Both metadata documents name the endpoints of the issuer", async () => {
  const one = await call(apiEvent(tokenRoutes.getServerMetadata));
  expect(one.json).toMatchObject({
    issuer: issuerUrl,
    token_endpoint: `${issuerUrl}/oauth2/token`,
    jwks_uri: `${issuerUrl}/.well-known/jwks.json`,
  });
  expect(one.headers["cache-control"]).toBe("public, max-age=300");
  expect(await call(apiEvent(tokenRoutes.getOpenIdConfiguration))).toEqual(one);
});

test("A throttled signing key returns a 503 problem with Retry-After", async () => {
  const busy = { ...issuer, signer: { ...signer, sign: () => Promise.reject(new Problem("busy", { retryAfter: 1 })) } };
  const event = apiEvent(tokenRoutes.issueToken, { body: grant, headers: { "content-type": form, ...admin } });
  expect(await call(event, busy)).toMatchObject({ statusCode: 503, headers: { "retry-after": "1" } });
});

test("Tokens are never stored: the idempotency key is ignored and each response has a new token", async () => {
  const tokens = await Promise.all(["one", "one", '"'].map((key) => ask(grant, { ...admin, "idempotency-key": key })));
  expect(tokens.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  expect(new Set(tokens.map(({ json }) => json.access_token)).size).toBe(3);
});

const from = (sourceIp: string, secret: string, id = "admin") => {
  const event = apiEvent(tokenRoutes.issueToken, {
    body: grant,
    headers: { "content-type": form, ...basic(id, secret) },
  });
  event.requestContext.http.sourceIp = sourceIp;
  return call(event);
};
const statusesFrom = async (sourceIp: string, count: number) => {
  const statuses: number[] = [];
  for (let i = 0; i < count; i += 1)
    statuses.push((await from(sourceIp, "wrong", i % 2 ? "nobody" : "admin")).statusCode);
  return statuses;
};

test("After sixty wrong secrets in a minute an address gets 429 with Retry-After, and the right secret is accepted from everywhere", async () => {
  world.setNow("2024-05-01T10:00:15.000Z");
  expect(new Set(await statusesFrom("192.0.2.1", 60))).toEqual(new Set([401]));
  const limited = await from("192.0.2.1", "wrong");
  expect(limited).toMatchObject({ statusCode: 429, json: { code: "too-many-requests" } });
  expect(limited.headers["retry-after"]).toBe("45");
  expect((await from("192.0.2.1", "local-admin-secret")).statusCode).toBe(200);
  expect((await from("192.0.2.2", "wrong")).statusCode).toBe(401);
  expect((await from("192.0.2.2", "local-admin-secret")).statusCode).toBe(200);
  world.setNow("2024-05-01T10:01:00.000Z");
  expect((await from("192.0.2.1", "wrong")).statusCode).toBe(401);
  world.setNow(new Date().toISOString());
});

test("Addresses of one IPv6 network count together", () => {
  expect(networkOf("2001:db8::1")).toBe("2001:db8:0:0");
  expect(networkOf("2001:0db8:0:0:ffff::")).toBe(networkOf("2001:db8::2"));
  expect(networkOf("2001:db8:0:1::1")).not.toBe(networkOf("2001:db8::1"));
  expect(networkOf("::1")).toBe("0:0:0:0");
  expect(networkOf("192.0.2.1")).toBe("192.0.2.1");
  expect(networkOf("::ffff:192.0.2.1")).toBe("::ffff:192.0.2.1");
});
