import { operations } from "../../../functions/meetings/operations.ts";
import { routes } from "../../../lib/contract/routes.ts";
import { createCommitteeFixtures } from "../../store/members/committee-fixtures.ts";
import type { RequestParts } from "../../support/api-event.ts";
import { useOperations } from "../../support/call-operation.ts";
import { useWorld } from "../../support/world.ts";

const world = useWorld();
const request = useOperations(world, operations);
const call = (name: keyof typeof operations, parts: RequestParts) => request(routes[name], parts);
let meetingId: string;
let organisationId: string;
const meeting = (fields: object = {}) => ({
  organisationId,
  kind: "review",
  title: "Tổng kết",
  startsOn: "2023-12-26",
  ...fields,
});
beforeAll(async () => {
  organisationId = (await createCommitteeFixtures(world).committee()).tenantId;
  meetingId = (await call("createMeeting", { body: meeting() })).json.id;
});

const before = "Nghị quyết số 21-NQ/TW ngày 16/6/2022 của Ban Chấp hành Trung ương";
const resolution = {
  text: before,
  kind: "resolution",
  number: "21-NQ/TW",
  issuedOn: "2022-06-16",
  issuer: "Ban Chấp hành Trung ương",
};
const after = "Kết luận số 20-KL/ĐU ngày 6/2/2024";
const conclusion = { text: after, kind: "conclusion", number: "20-KL/ĐU", issuedOn: "2024-02-06" };

/** A document with a citation, and how it is patched. */
const document = async (citation: unknown) => {
  const created = await call("addDocument", { params: { meetingId }, body: { kind: "report", title: "A", citation } });
  const params = { meetingId, documentId: created.json.id };
  const patch = async (body: object) =>
    (await call("updateDocument", { params, body, headers: { "if-match": "*" } })).json.citation;
  return { citation: created.json.citation, params, patch };
};

test("A patched text replaces all that was read from the text before", async () => {
  const { citation, patch } = await document(before);
  expect(citation).toEqual(resolution);
  expect(await patch({ citation: { text: after } })).toEqual(conclusion);
  expect(await patch({ citation: before })).toEqual(resolution);
  expect(await patch({ citation: { text: "Văn bản" } })).toEqual({ text: "Văn bản" });
});

test("A patch keeps what callers gave and reads the rest from the text", async () => {
  const { citation, patch } = await document({ text: before, issuer: "Trung ương" });
  expect(citation).toEqual({ ...resolution, issuer: "Trung ương" });
  expect(await patch({ citation: { text: after } })).toEqual({ ...conclusion, issuer: "Trung ương" });
  expect(await patch({ citation: { issuer: null } })).toEqual(conclusion);
  expect(await patch({ citation: { number: "21-KL/ĐU" } })).toEqual({ ...conclusion, number: "21-KL/ĐU" });
  expect(await patch({ citation: { text: before, kind: "conclusion", number: null } })).toEqual({
    ...resolution,
    kind: "conclusion",
  });
  expect(await patch({ title: "B" })).toEqual({ ...resolution, kind: "conclusion" });
  expect(await patch({ citation: null })).toBeUndefined();
});

test("A document that was read and is sent back stays as it is", async () => {
  for (const citation of [before, { text: before, issuer: "Trung ương" }, { text: "Văn bản", number: "7-NQ/CB" }]) {
    const { params, citation: stored } = await document(citation);
    const headers = { "if-match": '"1"' };
    const sent = await call("updateDocument", { params, body: { citation: stored }, headers });
    expect([sent.statusCode, sent.headers.etag, sent.json.citation]).toEqual([200, '"1"', stored]);
  }
});

test("References of meetings and guidance are read from their texts whenever they are sent", async () => {
  const headers = { "if-match": "*" };
  const params = { meetingId: (await call("createMeeting", { body: meeting({ references: [before] }) })).json.id };
  const patched = await call("updateMeeting", { params, body: { references: [{ text: after }] }, headers });
  expect(patched.json.references).toEqual([conclusion]);

  const body = { number: 1, text: "Quán triệt", references: [before, { text: after, kind: "other" }] };
  const guidance = await call("addGuidance", { params: { meetingId }, body });
  expect(guidance.json.references).toEqual([resolution, { ...conclusion, kind: "other" }]);
  const point = { meetingId, guidanceId: guidance.json.id };
  const changed = await call("updateGuidance", { params: point, body: { references: [after] }, headers });
  expect(changed.json.references).toEqual([conclusion]);
});

test("A meeting that was read and is put back keeps its references and version", async () => {
  const params = { source: "rooms", externalId: "citations" };
  const body = meeting({ references: [before, { text: after, issuer: "Đảng uỷ" }] });
  const created = await call("putMeetingByExternalId", { params, body });
  expect(created.statusCode).toBe(201);
  const again = await call("putMeetingByExternalId", {
    params,
    body: meeting({ references: created.json.references }),
  });
  expect([again.statusCode, again.headers.etag]).toEqual([200, created.headers.etag]);
  expect(again.json.references).toEqual([resolution, { ...conclusion, issuer: "Đảng uỷ" }]);
});

test("The id in the path counts as one of five external ids", async () => {
  const four = { a: "1", b: "2", c: "3", d: "4" };
  const put = (externalId: string, externalIds: object) =>
    call("putMeetingByExternalId", { params: { source: "hr", externalId }, body: meeting({ externalIds }) });
  const refused = await put("six", { ...four, e: "5" });
  expect(refused.json).toMatchObject({
    status: 422,
    errors: [{ pointer: "/externalIds", code: "too-long", message: "must have at most 5 external ids" }],
  });
  const six = await put("six", { ...four, e: "5", hr: "six" });
  expect(six.json.errors).toMatchObject([{ pointer: "/externalIds", code: "too-long" }]);
  const created = await put("five", four);
  expect([created.statusCode, created.json.externalIds]).toEqual([201, { ...four, hr: "five" }]);
  expect((await put("five", { ...four, hr: "five" })).headers.etag).toBe(created.headers.etag);
});

test("An external id is not only dots, in a path, a body and a filter", async () => {
  for (const dots of [".", "..", "....."]) {
    for (const params of [
      { source: "hr", externalId: dots },
      { source: dots, externalId: "1" },
    ])
      expect((await call("putMeetingByExternalId", { params, body: meeting() })).statusCode).toBe(404);
    const refused = await call("createMeeting", { body: meeting({ externalIds: { hr: dots } }) });
    expect(refused.json.errors).toMatchObject([{ pointer: "/externalIds/hr", code: "invalid-format" }]);
    expect((await call("listMeetings", { query: `externalId=hr:${dots}` })).statusCode).toBe(400);
  }
  const allowed = await call("createMeeting", { body: meeting({ externalIds: { hr: "..a", "v1.": ".1" } }) });
  expect(allowed.statusCode).toBe(201);
});
