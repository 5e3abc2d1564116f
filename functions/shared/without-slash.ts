import type { ApiEvent, ApiResponse } from "./event.ts";

/** Redirects a path with a slash at its end to the one without, with its query. */
export const withoutSlash = ({ rawPath, rawQueryString }: ApiEvent): ApiResponse => {
  const query = rawQueryString === "" ? "" : `?${rawQueryString}`;
  const location = (encodeURI(rawPath.replace(/\/+$/, "")) || "/") + query;
  return { statusCode: 301, headers: { location, "cache-control": "public, max-age=3600" }, body: "" };
};
