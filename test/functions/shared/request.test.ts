import { readJson } from "../../../functions/shared/body.ts";
import { isNoneMatch, parsePrecondition } from "../../../functions/shared/etag.ts";
import { readIdempotencyRequest } from "../../../functions/shared/idempotency.ts";
import { languageOf } from "../../../functions/shared/problem-response.ts";
import { readQuery } from "../../../functions/shared/query.ts";
import { routes as contractRoutes } from "../../../lib/contract/routes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import type { Problem } from "../../../lib/shared/problem.ts";
import { apiEvent } from "../../support/api-event.ts";
import { thingRoutes as routes } from "../../support/things.ts";

const thrown = (act: () => unknown) => {
  try {
    return act();
  } catch (error) {
    const { code, details } = error as Problem;
    return [code, ...(details?.fieldErrors ?? []).map((fault) => `${fault.pointer} ${fault.code}`)];
  }
};
const bodyOf = (body: string, type?: string) =>
  thrown(() =>
    readJson(apiEvent(routes.createThing, { body, ...(type ? { headers: { "content-type": type } } : {}) }), "json"),
  );
/** A body as API Gateway passes it: in base64, or as text in which it has replaced invalid bytes. */
const bytesOf = (bytes: readonly number[], headers: Record<string, string>, isBase64Encoded: boolean) => {
  const event = apiEvent(routes.createThing, { body: "", headers: { "content-type": "application/json", ...headers } });
  const buffer = Buffer.from(bytes);
  const body = buffer.toString(isBase64Encoded ? "base64" : "utf8");
  return thrown(() => readJson({ ...event, body, isBase64Encoded }, "json"));
};

test("A name that occurs twice in an object is rejected by its pointer, however it is written", () => {
  const rejected = (body: string) => expect(bodyOf(body));
  rejected('{"a":1,"a":1}').toEqual(["invalid-json", "/a duplicate-name"]);
  rejected('{"a" : [{}, {"b/c":{"x":1} , "b\\/c":null}]}').toEqual(["invalid-json", "/a/1/b~1c duplicate-name"]);
  rejected('{"\\u0061":[1,[2]],"b":{},"a":"}","b":2}').toEqual([
    "invalid-json",
    "/a duplicate-name",
    "/b duplicate-name",
  ]);
  rejected('{"__proto__":1,"__proto__":2}').toEqual(["invalid-json", "/__proto__ duplicate-name"]);
  for (const body of [
    '{"a":{"a":1},"b":{"a":2}}',
    '[{"a":1},{"a":2}]',
    '{"a":"\\"a\\":1","b":"{\\"a\\":","c\\"a":"a"}',
  ])
    rejected(body).toEqual(JSON.parse(body));
  const long = JSON.stringify({ text: '\\"'.repeat(120_000) });
  rejected(long).toEqual(JSON.parse(long));
});

test("A JSON body is accepted with its media type, with or without a charset", () => {
  expect(bodyOf('{"a":"đ"}')).toEqual({ a: "đ" });
  expect(bodyOf("{}", "Application/JSON; charset=utf-8")).toEqual({});
  for (const charset of ["UTF-8", '"utf-8"', "utf8"])
    expect(bodyOf("{}", `application/json; charset=${charset}`)).toEqual({});
  for (const type of ["text/plain", "application/merge-patch+json", "application/jsonx"])
    expect(bodyOf("{}", type)).toEqual(["unsupported-media-type"]);
});

test("A body in another character set or compressed is rejected with its reason", () => {
  for (const charset of [
    "utf-8; charset=iso-8859-1",
    " iso-8859-1",
    "iso-8859-1",
    "ISO-8859-1",
    '"utf-16"',
    "windows-1258",
    "us-ascii",
  ])
    expect(bodyOf("{}", `application/json; a=1; Charset=${charset}`)).toEqual(["unsupported-charset"]);
  for (const encoding of ["gzip", "br", "deflate, gzip"])
    expect(bytesOf([0x1f, 0x8b], { "content-encoding": encoding }, true)).toEqual(["unsupported-content-encoding"]);
  expect(bytesOf([0x7b, 0x7d], { "content-encoding": "Identity" }, true)).toEqual({});
});

test("Bytes that are not UTF-8 are rejected, also where the gateway has replaced them", () => {
  // {"a":"?"} with Latin-1, overlong, surrogate and truncated bytes.
  for (const bytes of [[0xe9], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xc4]]) {
    const body = [...Buffer.from('{"a":"'), ...bytes, ...Buffer.from('"}')];
    const length = { "content-length": String(body.length) };
    expect(bytesOf(body, length, true)).toEqual(["invalid-encoding"]);
    if (bytes.length === 1) expect(bytesOf(body, length, false)).toEqual(["invalid-encoding"]);
  }
  const body = [...Buffer.from('{"a":"đ\u{fffd}"}')];
  expect(bytesOf(body, { "content-length": String(body.length) }, false)).toEqual({ a: "đ\u{fffd}" });
});

test("A body that is not JSON in UTF-8 is rejected", () => {
  for (const body of ["", "{", "{'a':1}", "NaN", '{"a":1}x', "undefined"])
    expect(bodyOf(body)).toEqual(["invalid-json"]);
  const event = { ...apiEvent(routes.createThing, { body: "{}" }), body: "Iv8i", isBase64Encoded: true };
  expect(thrown(() => readJson(event, "json"))).toEqual(["invalid-encoding"]);
});

test("A body of 1 MB is accepted, one byte more is rejected", () => {
  const most = JSON.stringify("x".repeat(1_048_576 - 2));
  expect(bodyOf(most)).toHaveLength(1_048_574);
  expect(bodyOf(`${most} `)).toEqual(["too-large"]);
  const wide = JSON.stringify("đ".repeat(524_288));
  expect(bodyOf(wide)).toEqual(["too-large"]);
});

test("The response lists the errors of every query parameter", () => {
  const query = (text: string) =>
    thrown(() => readQuery(apiEvent(routes.listThings, { query: text }), routes.listThings));
  expect(query("limit=7&on=2024-02-29")).toEqual({ limit: 7, on: "2024-02-29" });
  expect(query("limit=0")).toEqual(["invalid-query", "/limit too-small"]);
  expect(query("limit=101")).toEqual(["invalid-query", "/limit too-big"]);
  for (const limit of ["", "ten", "1.5", "-1", "1e2", "%20"])
    expect(query(`limit=${limit}`)).toEqual(["invalid-query", "/limit invalid-format"]);
  expect(query("colour=1&on=x&limit=1&limit=2")).toEqual(
    expect.arrayContaining(["invalid-query", "/colour unknown-field", "/on not-a-date", "/limit duplicate"]),
  );
  for (const name of ["__proto__", "constructor"])
    expect(query(`${name}=1`)).toEqual(["invalid-query", `/${name} unknown-field`]);
});

test("A query that is not UTF-8 in URL encoding is rejected by parameter", () => {
  const query = (text: string) =>
    thrown(() => readQuery(apiEvent(routes.listThings, { query: text }), routes.listThings));
  for (const value of ["%FF", "%C4", "%ED%A0%80", "100%", "%zz", "%u0110"])
    expect(query(`limit=7&on=${value}&limit=x`)).toEqual(["invalid-query", "/on invalid-format"]);
  expect(query("%FF=1&a%2Fb=%FF")).toEqual(["invalid-query", " invalid-format", "/a~1b invalid-format"]);
});

test("A route without a query rejects every parameter", () => {
  const query = (text: string) => thrown(() => readQuery(apiEvent(routes.getThing, { query: text }), routes.getThing));
  expect(query("")).toBeUndefined();
  expect(query("include=all&__proto__=1")).toEqual([
    "invalid-query",
    "/include unknown-field",
    "/__proto__ unknown-field",
  ]);
});

test("If-Match is a star or a list of tags; weak and foreign tags never match", () => {
  const ifMatch = (value: string | undefined) => thrown(() => parsePrecondition(value, undefined));
  expect(ifMatch(undefined)).toBeUndefined();
  expect(ifMatch("*")).toEqual({ any: true });
  expect(ifMatch('"1", W/"2" ,"3"')).toEqual({ versions: [1, 3] });
  expect(ifMatch('"abc"')).toEqual({ versions: [] });
  for (const value of ["", "1", '"1', "'1'", '"1";"2"', '"1", x'])
    expect(ifMatch(value)).toEqual(["invalid-header", "If-Match invalid-format"]);
});

test("If-None-Match of a write is a star or a list of tags, which are compared weakly", () => {
  const ifNoneMatch = (value: string) => thrown(() => parsePrecondition(undefined, value));
  expect(ifNoneMatch("*")).toEqual({ noneMatch: "any" });
  expect(ifNoneMatch('"1", W/"2"')).toEqual({ noneMatch: [1, 2] });
  expect(ifNoneMatch("1")).toEqual(["invalid-header", "If-None-Match invalid-format"]);
});

test("If-None-Match is compared weakly", () => {
  expect(isNoneMatch('W/"1"', '"1"')).toBe(true);
  expect(isNoneMatch(undefined, '"1"')).toBe(false);
  expect(isNoneMatch('"11"', '"1"')).toBe(false);
});

test("An idempotency key has up to 255 visible characters, with or without quotes, and is read for POST only", () => {
  const once = (key: string, route: Parameters<typeof apiEvent>[0] = routes.createThing) =>
    thrown(() =>
      readIdempotencyRequest(apiEvent(route, { headers: { "Idempotency-Key": key } }), "c", {
        a: [1],
        b: { c: 2, d: 3 },
      }),
    );
  expect(once('"abc"')).toMatchObject({ clientId: "c", route: "/v1/things", key: "abc" });
  expect(once("abc")).toEqual(once('"abc"'));
  expect(once(`"${"x".repeat(255)}"`)).toHaveProperty("key");
  for (const key of ["", '""', '"a', 'a"b', "a b", "é", "x".repeat(256)])
    expect(once(key)).toEqual(["invalid-header", "Idempotency-Key invalid-format"]);
  expect(once("abc", routes.updateThing)).toBeUndefined();
});

test("The fingerprint of a body depends on its content, not on its formatting", () => {
  const event = apiEvent(routes.createThing, { headers: { "Idempotency-Key": "k" } });
  const print = (body: unknown) => readIdempotencyRequest(event, "c", body)?.fingerprint;
  expect(print({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(print({ b: [{ d: 3, c: 2 }], a: 1 }));
  const different = [
    { a: 1 },
    { a: "1" },
    { a: [1] },
    { a: null },
    {},
    [],
    null,
    undefined,
    "",
    { a: { b: 1 } },
    [1, 2],
    [2, 1],
  ];
  expect(new Set(different.map(print)).size).toBe(different.length - 1);
});

test.each([
  [undefined, "en"],
  ["vi", "vi"],
  ["vi-VN,vi;q=0.9,en;q=0.8", "vi"],
  ["en,vi;q=0.9", "en"],
  ["en-GB, vi", "en"],
  ["fr", "en"],
  ["*", "en"],
  ["vi;q=0.5, *;q=0.1", "vi"],
  ["vi;q=0", "en"],
  [";;q=,,", "en"],
] as const)("Texts for Accept-Language %s are in %s", (accept, language) => {
  expect(languageOf(accept)).toBe(language);
});

test("A list of values in a query is taken with commas or as repeated parameters", () => {
  const { getMeeting } = contractRoutes;
  const query = (text: string) => thrown(() => readQuery(apiEvent(getMeeting, { query: text }), getMeeting));
  expect(query("include=agenda,votes")).toEqual({ include: ["agenda", "votes"] });
  expect(query("include=agenda&include=votes,agenda")).toEqual({ include: ["agenda", "votes"] });
  for (const text of ["include=foo", "include=", "include=agenda,foo", "include=agenda&include=foo"])
    expect(query(text)).toEqual(["invalid-query", "/include not-allowed"]);
});

test("A number beyond several bounds has one error", () => {
  const errorsOf = (body: object) =>
    validateInput(contractRoutes.addGuidance.body, body).errors.map(({ pointer, code }) => `${pointer} ${code}`);
  for (const number of [1e30, 10_000]) expect(errorsOf({ number, text: "a" })).toEqual(["/number too-big"]);
  for (const number of [-1e30, 0]) expect(errorsOf({ number, text: "a" })).toEqual(["/number too-small"]);
});
