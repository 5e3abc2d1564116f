import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";

/** What the gateway hands over: with the token's claims behind a route that needs one, without behind an open one. */
export type ApiEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

export type ApiAnswer = { statusCode: number; headers: Record<string, string>; body?: string };

/** A header by its lower-case name. */
export const header = (event: ApiEvent, name: string): string | undefined => event.headers[name];

/** The body as bytes; API Gateway hands over what it does not take for text in base64. */
export const bodyBytes = (event: ApiEvent): Buffer =>
  Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");

/** The query as callers wrote it, one entry for each parameter, repeated ones included. */
export const queryEntries = (event: ApiEvent): [string, string][] => [...new URLSearchParams(event.rawQueryString)];
