import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";

/** An event of API Gateway (payload format 2.0); with the claims of the token on routes that require one. */
export type ApiEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

export type ApiResponse = { statusCode: number; headers: Record<string, string>; body?: string };

/** A header by its lower-case name. */
export const header = (event: ApiEvent, name: string): string | undefined => event.headers[name];

/** The body as bytes; API Gateway encodes binary bodies in base64. */
export const bodyBytes = (event: ApiEvent): Buffer =>
  Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");

/** The parameters of the query in order, including repeated ones. */
export const queryEntries = (event: ApiEvent): [string, string][] => [...new URLSearchParams(event.rawQueryString)];
