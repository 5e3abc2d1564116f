import { readJson } from "../../../functions/shared/body.ts";
import { isNoneMatch, parseIfMatch } from "../../../functions/shared/etag.ts";
import { readIdempotencyRequest } from "../../../functions/shared/idempotency.ts";
import { languageOf } from "../../../functions/shared/problem-response.ts";
import { readQuery } from "../../../functions/shared/query.ts";
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
    readJson(
      apiEvent(routes.createThing, { body, ...(type ? { headers: { "content-type": type } } : {}) }),
      routes.createThing,
    ),
  );

test("A JSON body is accepted with its media type, with or without a charset", () => {
  expect(bodyOf('{"a":"đ"}')).toEqual({ a: "đ" });
  expect(bodyOf("{}", "Application/JSON; charset=utf-8")).toEqual({});
  for (const type of ["text/plain", "application/merge-patch+json", "application/jsonx"])
    expect(bodyOf("{}", type)).toEqual(["unsupported-media-type"]);
});

test("A body that is not JSON in UTF-8 is rejected", () => {
  for (const body of ["", "{", "{'a':1}", "NaN", '{"a":1}x', "undefined"])
    expect(bodyOf(body)).toEqual(["invalid-json"]);
  const event = { ...apiEvent(routes.createThing, { body: "{}" }), body: "Iv8i", isBase64Encoded: true };
  expect(thrown(() => readJson(event, routes.createThing))).toEqual(["invalid-json"]);
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
  expect(parseIfMatch(undefined)).toBeUndefined();
  expect(parseIfMatch("*")).toEqual({ any: true });
  expect(parseIfMatch('"1", W/"2" ,"3"')).toEqual({ versions: [1, 3] });
  expect(parseIfMatch('"abc"')).toEqual({ versions: [] });
  for (const value of ["", "1", '"1', "'1'", '"1";"2"', '"1", x'])
    expect(thrown(() => parseIfMatch(value))).toEqual(["invalid-header", "If-Match invalid-format"]);
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
