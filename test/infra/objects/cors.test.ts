import { Bucket, codeOf, openTestStore, type TestStore } from "./store.ts";

const rules = [
  {
    AllowedOrigins: ["https://library.example", "https://*.office.example"],
    AllowedMethods: ["PUT"],
    AllowedHeaders: ["content-type", "if-none-match", "x-amz-checksum-*"],
    ExposedHeaders: ["ETag"],
    MaxAge: 600,
  },
  { AllowedOrigins: ["*"], AllowedMethods: ["GET", "HEAD"] },
];

let opened: TestStore;
beforeAll(async () => {
  opened = await openTestStore({ bucket: { cors: rules } });
  opened.store.addBucket({ name: "closed", versioned: false, cors: [] });
});
afterAll(() => opened.dispose());

const preflight = (headers: Record<string, string>, bucket = Bucket): Promise<Response> =>
  fetch(`${opened.store.url}/${bucket}/a`, { method: "OPTIONS", headers });

const upload = {
  origin: "https://library.example",
  "access-control-request-method": "PUT",
  "access-control-request-headers": "content-type,if-none-match,x-amz-checksum-sha256",
};

test("A preflight that a rule allows is answered for that origin only", async () => {
  const response = await preflight(upload);
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "access-control-allow-origin": "https://library.example",
    "access-control-allow-methods": "PUT",
    "access-control-allow-headers": "content-type,if-none-match,x-amz-checksum-sha256",
    "access-control-expose-headers": "ETag",
    "access-control-max-age": "600",
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  });
  expect((await preflight({ ...upload, origin: "https://a.office.example" })).status).toBe(200);
});

test.each([
  ["another origin", { ...upload, origin: "https://library.example.evil.example" }],
  ["another scheme", { ...upload, origin: "http://library.example" }],
  ["another method", { ...upload, "access-control-request-method": "DELETE" }],
  ["another header", { ...upload, "access-control-request-headers": "content-type,x-amz-acl" }],
])("A preflight with %s is rejected", async (_, headers) => {
  const response = await preflight(headers);
  expect([response.status, await codeOf(response)]).toEqual([403, "AccessForbidden"]);
  expect(response.headers.has("access-control-allow-origin")).toBe(false);
});

test("A bucket without CORS rules rejects every preflight", async () => {
  expect((await preflight(upload, "closed")).status).toBe(403);
});

test("A preflight without an origin or a method is rejected", async () => {
  expect((await preflight({ "access-control-request-method": "PUT" })).status).toBe(400);
  expect((await preflight({ origin: "https://library.example" })).status).toBe(400);
});

test("A browser can read other responses, also errors, where a rule allows its origin", async () => {
  const put = (origin: string) => fetch(`${opened.store.url}/${Bucket}/a`, { method: "PUT", headers: { origin } });
  expect((await put("https://library.example")).headers.get("access-control-allow-origin")).toBe(
    "https://library.example",
  );
  expect((await put("https://evil.example")).headers.has("access-control-allow-origin")).toBe(false);
  const read = await fetch(`${opened.store.url}/${Bucket}/a`, { headers: { origin: "https://evil.example" } });
  expect([read.status, read.headers.get("access-control-allow-origin")]).toEqual([403, "*"]);
});
