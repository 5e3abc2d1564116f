import { presentPageProblem } from "../../../functions/pages/errors.ts";
import { otherPages } from "../../../lib/contract/routes/pages.ts";
import { routes } from "../../../lib/contract/routes.ts";
import { Problem } from "../../../lib/shared/problem.ts";
import { serviceUnavailable } from "../../../lib/table/failures.ts";
import { apiEvent } from "../../support/api-event.ts";
import { captureLog } from "../../support/console.ts";
import { useWorld } from "../../support/world.ts";
import { createPagesFixture, type PagesFixture } from "./fixture.ts";

const world = useWorld();
let press: PagesFixture;
let gone: string;
const log = captureLog();
beforeAll(async () => {
  press = createPagesFixture(world);
  const { tenantId } = await press.committee();
  const id = await press.createPublicMeeting(tenantId);
  gone = (await press.writeArticle(id)).slug;
  await press.publishArticle(id);
  await press.deleteMeeting(id);
});
afterAll(() => log.release());

const chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";
const [html, problem] = ["text/html; charset=utf-8", "application/problem+json; charset=utf-8"];
const typeOf = async (response: Promise<{ statusCode: number; headers: Record<string, string> }>) => {
  const { statusCode, headers } = await response;
  return [statusCode, headers["content-type"]];
};

test.each(["limit=0", "cursor=x", "section=", "limit=1&limit=2"])(
  "A list query that is invalid (%s) is a page for browsers, and a problem for others",
  async (query) => {
    expect(await typeOf(press.index(query, { accept: chrome }))).toEqual([400, html]);
    for (const accept of ["*/*", "application/json", "text/html;q=0, */*", "text/html; q=0.0"])
      expect([accept, ...(await typeOf(press.index(query, { accept })))]).toEqual([accept, 400, problem]);
    expect(await typeOf(press.index(query))).toEqual([400, problem]);
  },
);

test("A page in both languages explains each error, is not stored and not indexed, and has no script", async () => {
  const { headers, body } = await press.index("limit=0", { accept: chrome });
  expect(headers).toMatchObject({ "cache-control": "no-store", vary: "accept", "content-language": "vi, en" });
  expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; img-src 'self'; style-src 'sha256-/);
  for (const part of ["Địa chỉ không hợp lệ", "This address has a parameter", 'name="robots" content="noindex"'])
    expect(body).toContain(part);
  expect(body).not.toContain("<script");
});

test("The page of a deleted event is gone, in the form that the reader accepts", async () => {
  for (const accept of [chrome, "*/*", "text/*"])
    expect(await typeOf(press.page(gone, { headers: { accept } }))).toEqual([410, html]);
  const { headers, body } = await press.page(gone, { headers: { accept: "application/json" } });
  expect([headers["content-type"], JSON.parse(body).code]).toEqual([problem, "gone"]);
  expect((await press.page(gone)).body).toContain("Sự kiện không còn trên trang");
});

test("A slash at the end is redirected with its query; other paths are not found", async () => {
  const at = (path: string, accept = chrome) =>
    press.ask({ ...otherPages, path: otherPages.path }, { params: { "path+": path }, headers: { accept } });
  const event = (rawPath: string, rawQueryString = "") => ({ ...apiEvent(otherPages), rawPath, rawQueryString });
  const unknown = new Problem("unknown-path");
  for (const [path, query, location] of [
    ["/events/", "", "/events"],
    ["/events/", "section=tin-tuc&limit=2", "/events?section=tin-tuc&limit=2"],
    ["/events//", "", "/events"],
    ["/events/dai-hoi/", "", "/events/dai-hoi"],
    ["/events/đại hội/", "", "/events/%C4%91%E1%BA%A1i%20h%E1%BB%99i"],
  ] as const)
    expect(presentPageProblem(unknown, event(path, query))).toMatchObject({ statusCode: 301, headers: { location } });
  expect(await typeOf(at("a/b"))).toEqual([404, html]);
  expect(await typeOf(at("a/b", "*/*"))).toEqual([404, problem]);
});

test("A photo that is not on a page is a page for browsers, and a problem for others", async () => {
  const params = { slug: "x", photoId: "01HJK7Q8R3E5F6G7H801HJK7Q8R3E5F6G7H801HJK7Q5M0A1B2C3D4", rendition: "thumb" };
  const ask = (accept: string) => press.ask(routes.getEventPhoto, { params, headers: { accept } });
  expect(await typeOf(ask(chrome))).toEqual([404, html]);
  expect(await typeOf(ask("image/webp,*/*;q=0.8"))).toEqual([404, problem]);
});

test("An unavailable table is a page with the time to retry after, and an unexpected error reveals nothing", async () => {
  const { dependencies } = world;
  const usual = dependencies.table;
  const failing = (error: Error) => ({
    ...usual,
    query: () => Promise.reject(error),
    get: () => Promise.reject(error),
  });
  try {
    dependencies.table = failing(serviceUnavailable());
    const busy = await press.index("", { accept: chrome });
    expect([busy.statusCode, busy.headers["content-type"]]).toEqual([503, html]);
    expect(busy.headers["retry-after"]).toBeDefined();
    expect(busy.body).toContain("Trang tạm thời gián đoạn");
    dependencies.table = failing(new Error("the secret of the engine"));
    const broken = await press.page("x", { headers: { accept: chrome } });
    expect([broken.statusCode, broken.headers["content-type"]]).toEqual([500, html]);
    expect(broken.body).not.toContain("secret");
  } finally {
    dependencies.table = usual;
  }
});
