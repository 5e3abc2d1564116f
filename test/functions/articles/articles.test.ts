import { operations } from "../../../functions/articles/operations.ts";
import { routes } from "../../../lib/contract/routes.ts";
import { createArticleFixtures } from "../../store/articles/article-fixtures.ts";
import { useOperations } from "../../support/call-operation.ts";
import { codesOf, useWorld } from "../../support/world.ts";

const world = useWorld();
const articles = createArticleFixtures(world);
let tenantId: string;
beforeAll(async () => {
  tenantId = (await articles.committee()).tenantId;
});
const call = useOperations(world, operations);

test("A replayed publication returns the first response, also after the opposite call", async () => {
  const params = { meetingId: await articles.createPublicMeeting(tenantId) };
  await articles.writeArticle(params.meetingId);
  const headers = { "Idempotency-Key": '"publish"' };
  const first = await call(routes.publishArticle, { params, headers });
  expect(first).toMatchObject({ statusCode: 200, headers: { etag: '"2"' }, json: { status: "published" } });
  await call(routes.unpublishArticle, { params });
  const again = await call(routes.publishArticle, { params, headers });
  expect(again.headers["idempotency-replayed"]).toBe("true");
  expect(again.json).toEqual(first.json);
  expect(await articles.readArticle(params.meetingId)).toMatchObject({ status: "draft" });
});

test("An idempotency key is stored also where nothing changed", async () => {
  const params = { meetingId: await articles.createPublicMeeting(tenantId) };
  await articles.writeArticle(params.meetingId);
  await articles.publishArticle(params.meetingId);
  const headers = { "Idempotency-Key": '"nothing"' };
  await call(routes.publishArticle, { params, headers });
  await articles.unpublishArticle(params.meetingId);
  await call(routes.publishArticle, { params, headers });
  expect(await articles.readArticle(params.meetingId)).toMatchObject({ status: "draft" });
});

test("All errors of an article are reported together", async () => {
  const params = { meetingId: await articles.createPublicMeeting(tenantId) };
  const body = { headline: "", body: "x".repeat(20_001), section: "A", slug: "mine" };
  const { statusCode, json } = await call(routes.putArticle, { params, body });
  expect(statusCode).toBe(422);
  expect(codesOf(json.errors).sort()).toEqual([
    "/author required",
    "/body too-long",
    "/headline too-short",
    "/slug read-only",
  ]);
});
