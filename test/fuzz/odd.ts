import type { Operation } from "./document.ts";
import type { Random } from "./random.ts";
import type { Sent } from "./sent.ts";

const paths = ["/", "/v1", "/v2/members", "/v1/unknown", "/V1/MEMBERS", "/v1/members/a/b/c/d", "/.env", "/v1/members/"];
const brokenPaths = ["/v1/members/%", "/v1/members/%zz", "/v1/members/%C3%28", "/v1/members/%00", "//v1//members"];
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND"];

type Odd = Pick<Sent, "method" | "url" | "path" | "headers"> & { isBroken?: true };

/** A request that the document does not know: another path, another method, or nothing that is well formed. */
export const oddRequest = (operations: readonly Operation[], random: Random): Odd => {
  const draw = random.next();
  if (draw < 0.3) return at(random.pick(methods.slice(0, 5)), random.pick(paths));
  if (draw < 0.5) return { ...at("GET", random.pick(brokenPaths)), isBroken: true };
  if (draw < 0.55) return { ...at("GET", `/v1/members?q=${"x".repeat(11_000)}`), isBroken: true };
  if (draw < 0.6) return { ...at("GET", "/health"), headers: { "x-long": "x".repeat(11_000) }, isBroken: true };
  const { path } = random.pick(operations.filter((one) => !one.path.includes("{")));
  const taken = new Set(operations.filter((one) => one.path === path).map(({ method }) => method));
  return at(random.pick(methods.filter((method) => !taken.has(method))), path);
};

const at = (method: string, path: string): Odd => ({ method, url: path, path, headers: {} });
