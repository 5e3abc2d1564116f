import { toGatewayResponse } from "../../../infra/local/gateway/response.ts";

const text = (result: unknown) => toGatewayResponse(result).body.toString();

test("A result without a status becomes the JSON body of a 200 response", () => {
  expect(toGatewayResponse({ a: 1 })).toMatchObject({ status: 200, headers: { "content-type": "application/json" } });
  expect(text({ a: 1 })).toBe('{"a":1}');
  expect(text("Hello")).toBe("Hello");
});

test("A result with a status becomes the response, with header names in lower case", () => {
  const result = {
    statusCode: 201,
    headers: { "Content-Type": "text/csv", "X-Count": 2 },
    body: "a,b",
    cookies: ["a=1", "b=2"],
  };
  expect(toGatewayResponse(result)).toEqual({
    status: 201,
    headers: { "content-type": "text/csv", "x-count": "2", "set-cookie": ["a=1", "b=2"] },
    body: Buffer.from("a,b"),
  });
});

test("A body in Base64 is sent as its bytes", () => {
  expect(text({ statusCode: 200, body: "w6E=", isBase64Encoded: true })).toBe("á");
});

test("A body without a content type is plain text, an empty body has no content type", () => {
  expect(toGatewayResponse({ statusCode: 200, body: "a" }).headers["content-type"]).toBe("text/plain; charset=utf-8");
  expect(toGatewayResponse({ statusCode: 204 }).headers).toEqual({});
});

test.each([
  { statusCode: "200" },
  { statusCode: 99 },
  { statusCode: 200, body: { a: 1 } },
  { statusCode: 200, headers: [] },
])("The invalid result %j becomes a 500 response", (result) => {
  expect(toGatewayResponse(result).status).toBe(500);
  expect(text(result)).toBe('{"message":"Internal Server Error"}');
});
