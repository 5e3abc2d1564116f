import * as z from "zod/mini";

/** A header with several values is sent once for each of them. */
export type GatewayResponse = { status: number; headers: Record<string, string | string[]>; body: Buffer };

const structured = z.object({
  statusCode: z.int().check(z.gte(100), z.lte(599)),
  headers: z.optional(z.nullable(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])))),
  cookies: z.optional(z.nullable(z.array(z.string()))),
  body: z.optional(z.nullable(z.string())),
  isBase64Encoded: z.optional(z.nullable(z.boolean())),
});

/** A response of the gateway itself: a status and `{"message"}`. */
export const gatewayResponse = (
  status: number,
  message: string,
  headers: Record<string, string> = {},
): GatewayResponse => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: Buffer.from(JSON.stringify({ message })),
});

export const internalError = () => gatewayResponse(500, "Internal Server Error");

/**
 * Converts the result of a function as HTTP API does: with a `statusCode` it is a response, without one it is the JSON body
 * of a 200. An invalid response becomes a 500.
 */
export const toGatewayResponse = (result: unknown): GatewayResponse => {
  const isStructured = typeof result === "object" && result !== null && "statusCode" in result;
  if (!isStructured) {
    const body = typeof result === "string" ? result : JSON.stringify(result);
    return { status: 200, headers: { "content-type": "application/json" }, body: Buffer.from(body) };
  }
  const { success, data } = z.safeParse(structured, result);
  if (!success) return internalError();
  const body = Buffer.from(data.body ?? "", data.isBase64Encoded ? "base64" : "utf8");
  const headers: GatewayResponse["headers"] = {};
  for (const [name, value] of Object.entries(data.headers ?? {})) headers[name.toLowerCase()] = String(value);
  if (data.cookies?.length) headers["set-cookie"] = data.cookies;
  if (body.length > 0) headers["content-type"] ??= "text/plain; charset=utf-8";
  return { status: data.statusCode, headers, body };
};
