import { type GatewayRequest, httpEvent } from "../../../infra/local/gateway/event.ts";

const request = (change: Partial<GatewayRequest> = {}): GatewayRequest => ({
  method: "POST",
  url: "/path/to/resource?parameter1=value1&parameter1=value2&parameter2=value",
  headers: [
    ["Host", "api.example.com:3000"],
    ["Header1", "value1"],
    ["Header2", "value1"],
    ["header2", "value2"],
    ["User-Agent", "agent"],
    ["Cookie", "cookie1=a; cookie2=b"],
    ["Content-Type", "application/json"],
  ],
  body: Buffer.from("Hello from Lambda"),
  sourceIp: "192.0.2.1",
  requestId: "id",
  at: new Date("2020-03-12T19:03:58.390Z"),
  ...change,
});

const route = { routeKey: "POST /path/to/{what}", apiId: "api-id", account: "123456789012", pathParameters: {} };
const typed = (type: string, body = "{}") => request({ headers: [["content-type", type]], body: Buffer.from(body) });

test("An event equals the documented example of payload format 2.0", () => {
  const jwt = { claims: { claim1: "value1" }, scopes: ["scope1", "scope2"] };
  expect(httpEvent(request(), { ...route, pathParameters: { what: "resource" }, jwt })).toEqual({
    version: "2.0",
    routeKey: "POST /path/to/{what}",
    rawPath: "/path/to/resource",
    rawQueryString: "parameter1=value1&parameter1=value2&parameter2=value",
    cookies: ["cookie1=a", "cookie2=b"],
    headers: {
      host: "api.example.com:3000",
      header1: "value1",
      header2: "value1,value2",
      "user-agent": "agent",
      "content-length": "17",
      "content-type": "application/json",
    },
    queryStringParameters: { parameter1: "value1,value2", parameter2: "value" },
    pathParameters: { what: "resource" },
    requestContext: {
      accountId: "123456789012",
      apiId: "api-id",
      authorizer: { jwt },
      domainName: "api.example.com",
      domainPrefix: "api",
      http: {
        method: "POST",
        path: "/path/to/resource",
        protocol: "HTTP/1.1",
        sourceIp: "192.0.2.1",
        userAgent: "agent",
      },
      requestId: "id",
      routeKey: "POST /path/to/{what}",
      stage: "$default",
      time: "12/Mar/2020:19:03:58 +0000",
      timeEpoch: 1_584_039_838_390,
    },
    body: "Hello from Lambda",
    isBase64Encoded: false,
  });
});

test("Absent parts of a request have no property", () => {
  const event = httpEvent(request({ url: "/", headers: [], body: Buffer.alloc(0) }), route);
  for (const name of ["body", "cookies", "queryStringParameters", "pathParameters"])
    expect(event).not.toHaveProperty(name);
  expect(event.rawQueryString).toBe("");
  expect(event.isBase64Encoded).toBe(false);
});

test.each([
  ["application/json", "utf8"],
  ["application/json; charset=utf-8", "utf8"],
  ["text/csv", "utf8"],
  ["application/xml", "utf8"],
  ["application/javascript", "utf8"],
  ["application/merge-patch+json", "base64"],
  ["application/x-www-form-urlencoded", "base64"],
  ["application/octet-stream", "base64"],
  ["application/jsonp", "base64"],
] as const)("A body of type %s is sent as %s", (type, encoding) => {
  const body = Buffer.from("chữ").toString(encoding);
  expect(httpEvent(typed(type, "chữ"), route)).toMatchObject({ body, isBase64Encoded: encoding === "base64" });
});

test("The path is decoded, the query is unchanged", () => {
  const event = httpEvent(request({ url: "/t%C3%AAn?q=t%C3%AAn+g%E1%BB%8Di" }), route);
  expect(event.rawPath).toBe("/tên");
  expect(event.rawQueryString).toBe("q=t%C3%AAn+g%E1%BB%8Di");
  expect(event.queryStringParameters).toEqual({ q: "tên gọi" });
});
