import { kindOperations } from "../../lib/contract/kinds.ts";
import { recordKindList, specOf } from "../../lib/records/kinds.ts";
import { recordIn, useKindRecords } from "../support/kind-records.ts";
import { kindSamples } from "../support/kind-samples.ts";
import { callerAt } from "../support/world.ts";

const { api, ids, create, createFresh, prepareFresh } = useKindRecords();

const writerAt = () => callerAt([ids.committeeId ?? ""], ["dangbo/read", "dangbo/write"]);
const kinds = recordKindList.filter((kind) => specOf(kind).audience === "visibility");

test.each(kinds)("Only an administrator makes a record of the kind %s restricted", async (kind) => {
  const caller = writerAt();
  const { body, params } = await prepareFresh(kind);
  const restricted = { ...body, visibility: "restricted" };
  expect(await create(kind, restricted, { params, caller })).toMatchObject({
    status: 403,
    json: { code: "forbidden" },
  });
  const { update, upsert } = kindOperations[kind];
  const created = await createFresh(kind);
  if (update) {
    const change = { params: created.params, body: { visibility: "restricted" }, headers: { "if-match": "*" } };
    expect(await api.call(update, { ...change, caller })).toMatchObject({ status: 403 });
    expect(await api.call(update, change)).toMatchObject({ status: 200, json: { visibility: "restricted" } });
    // The record is not visible to others any more, so that they cannot lift it either.
    const lifted = { ...change, body: { visibility: "internal" }, caller };
    expect(await api.call(update, lifted)).toMatchObject({ status: 404 });
  }
  if (!upsert) return;
  const put = (input: object, by?: typeof caller) =>
    api.call(upsert, {
      params: { ...params, source: "scope", externalId: kind },
      body: input,
      ...(by ? { caller: by } : {}),
    });
  const { externalIds: _, visibility: __, ...input } = (await prepareFresh(kind)).body as Record<string, unknown>;
  expect(await put({ ...input, visibility: "restricted" }, caller)).toMatchObject({ status: 403 });
  expect(await put({ ...input, visibility: "restricted" })).toMatchObject({ status: 201 });
  // Without a visibility, a PUT keeps the stored one.
  expect(await put(input)).toMatchObject({ status: 200, json: { visibility: "restricted" } });
  expect(await put({ ...input, visibility: "public" })).toMatchObject({ status: 200, json: { visibility: "public" } });
  expect(await put(input)).toMatchObject({ status: 200, json: { visibility: "public" } });
});

test("A published article is changed only with the scope dangbo/publish", async () => {
  const meeting = { ...kindSamples.meeting.bodies.at(-1)?.(ids), visibility: "public" };
  const params = { meetingId: String(recordIn(await create("meeting", meeting)).id) };
  const article = kindSamples.article.bodies[0]?.(ids) ?? {};
  const caller = writerAt();
  const headers = { "if-match": "*" };
  expect(await api.call("putArticle", { params, body: article, caller })).toMatchObject({ status: 201 });
  expect(await api.call("publishArticle", { params, headers: { "if-match": '"9"' } })).toMatchObject({ status: 412 });
  expect(await api.call("publishArticle", { params, headers: { "if-match": '"1"' } })).toMatchObject({ status: 200 });
  const body = { ...article, headline: "Khác" };
  for (const by of [caller, undefined]) {
    const asked = by ? { caller: by } : {};
    const status = by ? 403 : 200;
    expect(await api.call("putArticle", { params, body, ...asked })).toMatchObject({ status });
    expect(await api.call("updateArticle", { params, body: { lead: "Mới" }, headers, ...asked })).toMatchObject({
      status,
    });
  }
  expect(await api.call("unpublishArticle", { params })).toMatchObject({ status: 200 });
  expect(await api.call("putArticle", { params, body: article, caller })).toMatchObject({ status: 200 });
});
