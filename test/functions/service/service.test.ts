import middy from "@middy/core";
import type { OpenApiDocument } from "../../../functions/service/docs/document.ts";
import { docsPage } from "../../../functions/service/docs/page.ts";
import { createService } from "../../../functions/service/operations.ts";
import type { ApiEvent, ApiResponse } from "../../../functions/shared/event.ts";
import { middlewares } from "../../../functions/shared/middlewares.ts";
import { openApiDocument } from "../../../lib/contract/openapi.ts";
import { serviceRoutes } from "../../../lib/contract/routes/service.ts";
import { routeList } from "../../../lib/contract/routes.ts";
import { fieldErrorMessages } from "../../../lib/vocabulary/field-errors.ts";
import { problems } from "../../../lib/vocabulary/problems.ts";
import { apiEvent } from "../../support/api-event.ts";
import { captureLog } from "../../support/console.ts";

const document = openApiDocument() as unknown as OpenApiDocument;
const handler = middy<ApiEvent, ApiResponse>(createService(document)).use(middlewares());
const call = (event: ApiEvent) => handler(event, {} as Parameters<typeof handler>[1]);
const unknown = (method: "GET" | "POST" | "HEAD", path: string) => ({
  ...apiEvent({ method, path }),
  routeKey: "$default",
});

const log = captureLog();
afterAll(() => log.release());

test("The health check needs no token and must not be cached", async () => {
  const { statusCode, headers, body } = await call(apiEvent(serviceRoutes.getHealth));
  expect([statusCode, body]).toEqual([200, '{"status":"ok"}']);
  expect(headers).toMatchObject({ "cache-control": "private, no-store", "x-content-type-options": "nosniff" });
});

test("Unknown query parameters are rejected", async () => {
  expect(await call(apiEvent(serviceRoutes.getHealth, { query: "x=1" }))).toMatchObject({ statusCode: 400 });
});

test("The document is served unchanged", async () => {
  const { statusCode, headers, body } = await call(apiEvent(serviceRoutes.getOpenApi));
  expect([statusCode, headers["content-type"]]).toEqual([200, "application/json; charset=utf-8"]);
  expect(JSON.parse(body ?? "")).toEqual(document);
});

test("The page has an anchor for every operation, problem and field error", async () => {
  const { body = "", headers } = await call(apiEvent(serviceRoutes.getDocs));
  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  const wanted = [
    ...routeList.map(({ operation }) => operation),
    ...Object.keys(problems).map((code) => `problem-${code}`),
    ...Object.keys(fieldErrorMessages).map((code) => `fault-${code}`),
  ];
  expect(wanted.filter((id) => !body.includes(` id="${id}"`))).toEqual([]);
});

test("Every link of the page has a target on it", async () => {
  const { body = "" } = await call(apiEvent(serviceRoutes.getDocs));
  const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...body.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.filter((id) => !ids.includes(id))).toEqual([]);
});

test("The page has no scripts and no external resources and cannot be framed", async () => {
  const { body = "", headers } = await call(apiEvent(serviceRoutes.getDocs));
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(body).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|\sstyle=|src=|(?:href|action)="?https?:\/\/|url\(/);
});

test("Texts of the document are escaped", async () => {
  const hostile = structuredClone(openApiDocument()) as { info: { title: string } };
  hostile.info.title = `<script>"'&`;
  expect(docsPage(hostile as unknown as OpenApiDocument)).toContain("<h1>&lt;script&gt;&quot;&#39;&amp;");
});

test("An unknown path returns a 404 problem", async () => {
  for (const path of ["/v2", "/v2/members", "/v1/members/", "/v1//history", "/v1/members/a/b/c"]) {
    const { statusCode, body = "" } = await call(unknown("GET", path));
    expect([path, statusCode, JSON.parse(body).code]).toEqual([path, 404, "unknown-path"]);
  }
});

test("A known path with another method returns 405 and the allowed methods", async () => {
  const { statusCode, headers, body = "" } = await call(unknown("POST", "/v1/members/01J0000000000000AB"));
  expect([statusCode, JSON.parse(body).code]).toEqual([405, "method-not-allowed"]);
  expect(headers.allow).toBe("DELETE, GET, PATCH");
  expect((await call(unknown("GET", "/oauth2/token"))).headers.allow).toBe("POST");
  expect((await call(unknown("POST", "/health"))).headers.allow).toBe("GET, HEAD");
  const { statusCode: ofHead, body: none } = await call(unknown("HEAD", "/v1/members"));
  expect([ofHead, none]).toEqual([405, undefined]);
});

test("A slash at the end of an open path is redirected; that of another path is not found", async () => {
  for (const path of ["/events/", "/docs/", "/events/dai-hoi/"])
    for (const method of ["GET", "HEAD"] as const)
      expect(await call(unknown(method, path))).toMatchObject({
        statusCode: 301,
        headers: { location: path.slice(0, -1) },
      });
  for (const path of ["/v1/members/", "/nowhere/", "//nowhere/"])
    expect(await call(unknown("GET", path))).toMatchObject({ statusCode: 404 });
  expect(await call(unknown("GET", "//"))).toMatchObject({ headers: { location: "/" } });
  expect((await call(unknown("POST", "/events/"))).statusCode).toBe(404);
});

test("HEAD returns the headers of GET without a body, errors too", async () => {
  for (const route of Object.values(serviceRoutes))
    for (const query of ["", "x=1"]) {
      const get = await call(apiEvent(route, { query }));
      const head = await call(apiEvent({ method: "HEAD", path: route.path }, { query }));
      expect(head).toEqual({ statusCode: get.statusCode, headers: get.headers });
    }
});

test("The home page links to the events and the documentation, in the language of the reader", async () => {
  const home = (language: string) =>
    call(apiEvent(serviceRoutes.getHome, { headers: { "accept-language": language } }));
  const [vi, en] = [await home("vi-VN,vi;q=0.9,en;q=0.5"), await home("en")];
  expect([vi.headers["content-language"], en.headers["content-language"]]).toEqual(["vi", "en"]);
  expect(vi.body).toContain("hồ sơ hoạt động của tổ chức đảng");
  for (const path of ["/events", "/docs", "/openapi.json"]) expect(en.body).toContain(`<a href="${path}">`);
  expect(en.headers["content-security-policy"]).toContain("default-src 'none'");
});
