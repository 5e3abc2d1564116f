import { BUCKET, codeOf, openTestStore, type TestStore } from "./store.ts";

const RULES = [
  {
    allowedOrigins: ["https://library.example", "https://*.office.example"],
    allowedMethods: ["PUT"],
    allowedHeaders: ["content-type", "if-none-match", "x-amz-checksum-*"],
    exposedHeaders: ["ETag"],
    maxAgeSeconds: 600,
  },
  { allowedOrigins: ["*"], allowedMethods: ["GET", "HEAD"] },
];

let opened: TestStore;
beforeAll(async () => {
  opened = await openTestStore({ bucket: { cors: RULES } });
  opened.store.addBucket({ name: "closed", versioned: false, cors: [] });
});
afterAll(() => opened.dispose());

function preflight(headers: Record<string, string>, bucket = BUCKET): Promise<Response> {
  return fetch(`${opened.store.url}/${bucket}/a`, { method: "OPTIONS", headers });
}

const UPLOAD = {
  origin: "https://library.example",
  "access-control-request-method": "PUT",
  "access-control-request-headers": "content-type,if-none-match,x-amz-checksum-sha256",
};

test("A preflight that a rule allows says so, for that origin alone", async () => {
  const response = await preflight(UPLOAD);
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "access-control-allow-origin": "https://library.example",
    "access-control-allow-methods": "PUT",
    "access-control-allow-headers": "content-type,if-none-match,x-amz-checksum-sha256",
    "access-control-expose-headers": "ETag",
    "access-control-max-age": "600",
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  });
  expect((await preflight({ ...UPLOAD, origin: "https://a.office.example" })).status).toBe(200);
});

test.each([
  ["another origin", { ...UPLOAD, origin: "https://library.example.evil.example" }],
  ["another scheme", { ...UPLOAD, origin: "http://library.example" }],
  ["another method", { ...UPLOAD, "access-control-request-method": "DELETE" }],
  ["another header", { ...UPLOAD, "access-control-request-headers": "content-type,x-amz-acl" }],
])("A preflight with %s is refused", async (_, headers) => {
  const response = await preflight(headers);
  expect([response.status, await codeOf(response)]).toEqual([403, "AccessForbidden"]);
  expect(response.headers.has("access-control-allow-origin")).toBe(false);
});

test("A bucket without rules refuses every preflight", async () => {
  expect((await preflight(UPLOAD, "closed")).status).toBe(403);
});

test("A preflight that says too little is refused", async () => {
  expect((await preflight({ "access-control-request-method": "PUT" })).status).toBe(400);
  expect((await preflight({ origin: "https://library.example" })).status).toBe(400);
});

test("A browser may read any other answer, errors too, where a rule lets it", async () => {
  const put = (origin: string) => fetch(`${opened.store.url}/${BUCKET}/a`, { method: "PUT", headers: { origin } });
  expect((await put("https://library.example")).headers.get("access-control-allow-origin")).toBe(
    "https://library.example",
  );
  expect((await put("https://evil.example")).headers.has("access-control-allow-origin")).toBe(false);
  const read = await fetch(`${opened.store.url}/${BUCKET}/a`, { headers: { origin: "https://evil.example" } });
  expect([read.status, read.headers.get("access-control-allow-origin")]).toEqual([403, "*"]);
});
