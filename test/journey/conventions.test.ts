import { problems } from "../../lib/vocabulary/problems.ts";
import { type AnyRecord, recordOf } from "../support/service.ts";
import { useService } from "./fixture.ts";

const { service, send, post, organisation, committeeWithCell, client, tokenOf } = useService();
let committee: AnyRecord;
let cell: AnyRecord;
beforeAll(async () => {
  ({ committee, cell } = await committeeWithCell());
});

const get = (path: string, headers: Record<string, string> = {}) => send("GET", path, undefined, headers);

test("The response to a POST has the complete record, its Location and its ETag, as a later GET", async () => {
  const answer = await send("POST", "/v1/members", { organisationId: cell.id, fullName: "Nguyễn Xuân Dũng" });
  expect(answer.status).toBe(201);
  const read = await get(answer.headers.get("location") ?? "");
  expect(read).toMatchObject({ status: 200, body: answer.body });
  expect(read.headers.get("etag")).toBe(answer.headers.get("etag"));
  expect(Object.keys(answer.body as object)).toEqual(
    expect.arrayContaining(["id", "createdAt", "updatedAt", "visibility"]),
  );
});

test("If-None-Match with the current ETag returns 304, except with asOf", async () => {
  const member = await send("POST", "/v1/members", { organisationId: cell.id, fullName: "Đỗ Thu Hà" });
  const { id } = recordOf(member);
  const etag = member.headers.get("etag") ?? "";
  expect(await get(`/v1/members/${id}`, { "if-none-match": etag })).toMatchObject({ status: 304, body: undefined });
  expect((await get(`/v1/members/${id}`, { "if-none-match": `W/${etag}` })).status).toBe(304);
  expect((await get(`/v1/members/${id}`, { "if-none-match": '"77"' })).status).toBe(200);
  const dated = await get(`/v1/members/${id}?asOf=2024-01-01`, { "if-none-match": etag });
  expect(dated.status).toBe(200);
  expect(dated.headers.get("etag")).toBeNull();
});

test("PATCH is a merge patch that requires If-Match and changes the ETag", async () => {
  const body = { kind: "cell", name: "Chi bộ 2", shortName: "CB2", parentId: committee.id };
  const made = await send("POST", "/v1/organisations", body);
  const path = `/v1/organisations/${recordOf(made).id}`;
  expect(await send("PATCH", path, { name: "x" })).toMatchObject({
    status: 428,
    body: { code: "precondition-required" },
  });
  expect((await send("PATCH", path, { name: "x" }, { "if-match": '"99"' })).status).toBe(412);
  const etag = made.headers.get("etag") ?? "";
  const patched = await send(
    "PATCH",
    path,
    { name: "Chi bộ Hai", shortName: null },
    { "if-match": etag, "content-type": "application/merge-patch+json" },
  );
  expect(patched).toMatchObject({ status: 200, body: { name: "Chi bộ Hai" } });
  expect(patched.body).not.toHaveProperty("shortName");
  expect(patched.headers.get("etag")).not.toBe(etag);
  expect((await send("DELETE", path)).status).toBe(428);
  const gone = await send("DELETE", path, undefined, { "if-match": patched.headers.get("etag") ?? "" });
  expect(gone).toMatchObject({ status: 204, body: undefined });
  expect(await get(path)).toMatchObject({ status: 404, body: { code: "not-found" } });
});

test("Cursors and Link headers return every item of a list once for any page size", async () => {
  const tenant = await organisation("grassroots-committee", "Đảng bộ Trang");
  const unit = await organisation("cell", "Chi bộ 1", tenant);
  const names = ["Trần Thị Ánh", "Lê Văn An", "Ngô Ân", "Vũ Bình", "Đỗ Đạt", "Hồ Dũng", "Bùi Dung"];
  for (const fullName of names) await post("/v1/members", { organisationId: unit.id, fullName });
  const inOrder = ["Lê Văn An", "Trần Thị Ánh", "Ngô Ân", "Vũ Bình", "Bùi Dung", "Hồ Dũng", "Đỗ Đạt"];
  for (const limit of [1, 2, 3, 7, 100]) {
    const seen: unknown[] = [];
    let path: string | undefined = `/v1/members?organisationId=${tenant.id}&limit=${limit}`;
    while (path) {
      const page = await get(path);
      const { items, nextCursor } = page.body as { items: AnyRecord[]; nextCursor: string | null };
      seen.push(...items.map(({ fullName }) => fullName));
      path = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
      expect(path === undefined).toBe(nextCursor === null);
    }
    expect(seen).toEqual(inOrder);
  }
});

test("A cursor is valid only for its list, filters and client", async () => {
  for (const fullName of ["Lê A", "Lê B"]) await post("/v1/members", { organisationId: cell.id, fullName });
  const path = `/v1/members?organisationId=${cell.id}&limit=1`;
  const { nextCursor } = (await get(path)).body as { nextCursor: string };
  expect((await get(`${path}&cursor=${nextCursor}`)).status).toBe(200);
  const tampered = `${nextCursor.slice(0, -2)}${nextCursor.endsWith("AA") ? "BB" : "AA"}`;
  const other = await tokenOf(await client(committee.id, ["dangbo/read"]));
  const answers = await Promise.all([
    get(`${path}&cursor=${tampered}`),
    get(`${path}&cursor=nonsense`),
    get(`${path}&q=le&cursor=${nextCursor}`),
    get(`/v1/meetings?organisationId=${cell.id}&cursor=${nextCursor}`),
    service.call("GET", `${path}&cursor=${nextCursor}`, { token: other }),
  ]);
  expect(answers.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual(
    answers.map(() => [400, "invalid-cursor"]),
  );
});

test("Errors are problems in the requested language with the id of the request", async () => {
  const answer = (language: string) => get("/v1/members/nobody", { "accept-language": language });
  const [english, vietnamese] = await Promise.all([answer("fr, en;q=0.5"), answer("vi-VN, en;q=0.5")]);
  expect(english.headers.get("content-type")).toContain("application/problem+json");
  expect(english.body).toMatchObject({
    type: "/docs#problem-not-found",
    code: "not-found",
    status: 404,
    title: problems["not-found"].en,
  });
  expect(vietnamese.body).toMatchObject({ code: "not-found", title: problems["not-found"].vi });
  expect((english.body as { instance: string }).instance).toMatch(/.+/);
});

test("An unknown path returns 404, a known one with another method 405 and the allowed methods", async () => {
  expect(await service.call("GET", "/v2/members")).toMatchObject({ status: 404, body: { code: "unknown-path" } });
  const wrong = await send("DELETE", "/v1/members");
  expect(wrong).toMatchObject({ status: 405, body: { code: "method-not-allowed" } });
  expect(wrong.headers.get("allow")?.split(", ").sort()).toEqual(["GET", "POST"]);
});

test("Text is stored composed and trimmed, and is found in any Unicode form and case", async () => {
  const fullName = "  Nguyễn Thị Ngọc Bích ".normalize("NFD");
  const member = await post("/v1/members", { organisationId: cell.id, fullName });
  expect(member.fullName).toBe("Nguyễn Thị Ngọc Bích".normalize("NFC"));
  const found = async (q: string) => {
    const { body } = await get(`/v1/members?organisationId=${cell.id}&q=${encodeURIComponent(q)}`);
    return (body as { items: AnyRecord[] }).items.map(({ id }) => id);
  };
  for (const q of ["ngoc bich", "Ngọc BÍCH", "Bích".normalize("NFD"), "nguyen b"])
    expect(await found(q)).toEqual([member.id]);
  expect(await found("bỉch")).toEqual([]);
});

test("An update without a change keeps the ETag", async () => {
  const path = "/v1/organisations/external/hr/same";
  const body = { kind: "cell", name: "Chi bộ 8", parentId: committee.id };
  const made = await send("PUT", path, body);
  const again = await send("PUT", path, body);
  expect([made.status, again.status]).toEqual([201, 200]);
  expect(again.headers.get("etag")).toBe(made.headers.get("etag"));
  expect(again.body).toEqual(made.body);
  const stale = await send("PUT", path, { ...body, name: "Chi bộ Tám" }, { "if-match": '"7"' });
  expect(stale.status).toBe(412);
  expect((await send("PUT", "/v1/organisations/external/hr/new", body, { "if-match": '"1"' })).status).toBe(412);
});

test("Health check, OpenAPI document and documentation page need no token", async () => {
  expect(await service.call("GET", "/health")).toMatchObject({ status: 200, body: { status: "ok" } });
  expect(await service.call("GET", "/openapi.json")).toMatchObject({
    status: 200,
    body: { openapi: expect.stringMatching(/^3\.1\./) },
  });
  const docs = await service.call("GET", "/docs");
  expect(docs.headers.get("content-type")).toContain("text/html");
  expect(String(docs.body)).toContain("/v1/members");
});
