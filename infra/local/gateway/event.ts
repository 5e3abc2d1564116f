import { isUtf8 } from "node:buffer";

/** A received request. Header names may repeat, in any letter case. */
export type GatewayRequest = {
  method: string;
  /** The request target, with the query. */
  url: string;
  headers: readonly (readonly [string, string])[];
  body: Buffer;
  sourceIp: string;
  requestId: string;
  at: Date;
};

export type JwtContext = { claims: Record<string, string>; scopes: string[] | null };

export type RouteContext = {
  routeKey: string;
  apiId: string;
  account: string;
  pathParameters: Record<string, string>;
  jwt?: JwtContext | undefined;
};

/** Payload format 2.0. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export type HttpEvent = {
  version: "2.0";
  routeKey: string;
  rawPath: string;
  rawQueryString: string;
  cookies?: string[];
  headers: Record<string, string>;
  queryStringParameters?: Record<string, string>;
  pathParameters?: Record<string, string>;
  requestContext: {
    accountId: string;
    apiId: string;
    authorizer?: { jwt: JwtContext };
    domainName: string;
    domainPrefix: string;
    http: { method: string; path: string; protocol: string; sourceIp: string; userAgent: string };
    requestId: string;
    routeKey: string;
    stage: "$default";
    time: string;
    timeEpoch: number;
  };
  body?: string;
  isBase64Encoded: boolean;
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (number: number) => String(number).padStart(2, "0");

/** Splits a request target into the decoded path and the raw query; throws URIError for an invalid escape. */
export const splitUrl = (url: string): { path: string; query: string } => {
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  return { path: decodeURIComponent(path), query: mark < 0 ? "" : url.slice(mark + 1) };
};

/** The event that functions receive from HTTP API. */
export const httpEvent = (request: GatewayRequest, route: RouteContext): HttpEvent => {
  const { path, query } = splitUrl(request.url);
  const { headers, cookies } = combine(request.headers);
  // A body without a length, in chunks, has one when it reaches the function.
  if (request.body.length > 0) headers["content-length"] ??= String(request.body.length);
  // Bytes that are not UTF-8 must not be replaced without a trace.
  const text = isText(headers["content-type"]) && headers["content-encoding"] === undefined && isUtf8(request.body);
  const domainName = (headers.host ?? "").replace(/:\d+$/, "");
  return {
    version: "2.0",
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(query !== "" && { queryStringParameters: parameters(query) }),
    ...(Object.keys(route.pathParameters).length > 0 && { pathParameters: route.pathParameters }),
    requestContext: {
      accountId: route.account,
      apiId: route.apiId,
      ...(route.jwt && { authorizer: { jwt: route.jwt } }),
      domainName,
      domainPrefix: domainName.split(".")[0] ?? "",
      http: {
        method: request.method,
        path,
        protocol: "HTTP/1.1",
        sourceIp: request.sourceIp,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: request.requestId,
      routeKey: route.routeKey,
      stage: "$default",
      time: commonLogTime(request.at),
      timeEpoch: request.at.getTime(),
    },
    ...(request.body.length > 0 && { body: request.body.toString(text ? "utf8" : "base64") }),
    isBase64Encoded: request.body.length > 0 && !text,
  };
};

/** Names in lower case, values of one name joined by commas, cookies separate. */
const combine = (pairs: GatewayRequest["headers"]) => {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (const [name, value] of pairs) {
    const lower = name.toLowerCase();
    if (lower === "cookie") cookies.push(...value.split(/; */));
    else headers[lower] = Object.hasOwn(headers, lower) ? `${headers[lower]},${value}` : value;
  }
  return { headers, cookies };
};

const parameters = (query: string): Record<string, string> => {
  const found = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = found.get(name);
    found.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(found);
};

/** Other types, for example merge patches and forms, are sent in Base64. */
const isText = (type = "") => /^(text\/|application\/(json|xml|javascript)\s*(;|$))/i.test(type);

const commonLogTime = (at: Date) =>
  `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}:` +
  `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
