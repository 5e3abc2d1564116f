import { operations } from "../../../functions/articles/operations.ts";
import { serve } from "../../../functions/shared/http.ts";
import type { Route } from "../../../lib/contract/route.ts";
import { routes } from "../../../lib/contract/routes.ts";
import { type NewsDesk, newsDesk, validation } from "../../store/articles/desk.ts";
import { type Asked, apiEvent } from "../../support/api-event.ts";
import { captureLog } from "../../support/console.ts";
import { rootCaller, startWorld, type World } from "../../support/world.ts";

let world: World;
let desk: NewsDesk;
let tenantId: string;
const log = captureLog();
beforeAll(async () => {
  world = await startWorld();
  desk = newsDesk(world);
  tenantId = (await desk.committee()).tenantId;
});
afterAll(async () => {
  log.release();
  await world.close();
});

const call = async (route: Route, asked: Asked = {}) => {
  const handler = serve(operations, {}, () => world.dependencies);
  const event = apiEvent(route, { caller: rootCaller, ...asked });
  const { statusCode, headers, body } = await handler(event, {} as Parameters<typeof handler>[1]);
  return { statusCode, headers, json: body === undefined ? undefined : JSON.parse(body) };
};
const match = (version: number) => ({ "If-Match": `"${version}"` });

test("An article is made, replaced, read and changed, each with its version", async () => {
  const params = { meetingId: await desk.event(tenantId) };
  expect((await call(routes.getArticle, { params })).statusCode).toBe(404);
  const made = await call(routes.putArticle, { params, body: validation });
  expect(made).toMatchObject({
    statusCode: 201,
    headers: { etag: '"1"', location: `/v1/meetings/${params.meetingId}/article` },
  });
  const replaced = await call(routes.putArticle, { params, body: { ...validation, lead: "A" }, headers: match(1) });
  expect(replaced).toMatchObject({ statusCode: 200, headers: { etag: '"2"' } });
  expect(replaced.headers).not.toHaveProperty("location");
  expect((await call(routes.putArticle, { params, body: validation, headers: match(1) })).statusCode).toBe(412);
  expect((await call(routes.updateArticle, { params, body: { lead: null } })).statusCode).toBe(428);
  const changed = await call(routes.updateArticle, { params, body: { lead: null }, headers: match(2) });
  expect(changed).toMatchObject({
    statusCode: 200,
    headers: { etag: '"3"' },
    json: made.json && { slug: made.json.slug },
  });
  const headers = { "If-None-Match": '"3"' };
  expect((await call(routes.getArticle, { params, headers })).statusCode).toBe(304);
});

test("Publishing once by an idempotency key gives the first answer again, whatever happened since", async () => {
  const params = { meetingId: await desk.event(tenantId) };
  await desk.write(params.meetingId);
  const headers = { "Idempotency-Key": '"publish"' };
  const first = await call(routes.publishArticle, { params, headers });
  expect(first).toMatchObject({ statusCode: 200, headers: { etag: '"2"' }, json: { status: "published" } });
  await call(routes.unpublishArticle, { params });
  const again = await call(routes.publishArticle, { params, headers });
  expect(again.headers["idempotency-replayed"]).toBe("true");
  expect(again.json).toEqual(first.json);
  expect(await desk.read(params.meetingId)).toMatchObject({ status: "draft" });
});

test("A key that changed nothing is kept too", async () => {
  const params = { meetingId: await desk.event(tenantId) };
  await desk.write(params.meetingId);
  await desk.publish(params.meetingId);
  const headers = { "Idempotency-Key": '"nothing"' };
  await call(routes.publishArticle, { params, headers });
  await desk.unpublish(params.meetingId);
  await call(routes.publishArticle, { params, headers });
  expect(await desk.read(params.meetingId)).toMatchObject({ status: "draft" });
});

test("Publishing needs its own scope and a public meeting", async () => {
  const { id: meetingId } = await desk.create(tenantId);
  await desk.write(meetingId);
  const params = { meetingId };
  const writer = { ...rootCaller, scopes: ["dangbo/read", "dangbo/write"] as const };
  expect((await call(routes.publishArticle, { params, caller: writer })).statusCode).toBe(403);
  expect(await call(routes.publishArticle, { params })).toMatchObject({
    statusCode: 409,
    json: { code: "meeting-not-public" },
  });
});

test("All faults of an article are named at once", async () => {
  const params = { meetingId: await desk.event(tenantId) };
  const body = { headline: "", body: "x".repeat(20_001), section: "A", slug: "mine" };
  const { statusCode, json } = await call(routes.putArticle, { params, body });
  expect(statusCode).toBe(422);
  expect(
    json.errors.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`).sort(),
  ).toEqual(["/author required", "/body too-long", "/headline too-short", "/slug unknown-field"]);
});
