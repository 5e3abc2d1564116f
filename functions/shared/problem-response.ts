import type { Problem } from "../../lib/shared/problem.ts";
import { fieldErrorMessage } from "../../lib/vocabulary/field-errors.ts";
import type { Language } from "../../lib/vocabulary/language.ts";
import { problems } from "../../lib/vocabulary/problems.ts";
import type { ApiEvent, ApiResponse } from "./event.ts";
import { header } from "./event.ts";

/** The preferred language of `Accept-Language` (RFC 9110 §12.5.4). The default of errors is English, of pages Vietnamese. */
export const languageOf = (accept: string | undefined, byDefault: Language = "en"): Language => {
  const weights = new Map<string, number>();
  for (const part of (accept ?? "").toLowerCase().split(",")) {
    const [range = "", ...parameters] = part.trim().split(";");
    const quality = parameters
      .map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1])
      .find((q) => q !== undefined);
    const language = range.split("-")[0] ?? "";
    weights.set(language, Math.max(weights.get(language) ?? 0, quality === undefined ? 1 : Number(quality)));
  }
  const other = byDefault === "en" ? "vi" : "en";
  return (weights.get(other) ?? 0) > (weights.get(byDefault) ?? weights.get("*") ?? 0) ? other : byDefault;
};

/** An error as `application/problem+json` (RFC 9457), with all errors of the input. */
export const problemResponse = (problem: Problem, event: ApiEvent): ApiResponse => {
  const language = languageOf(header(event, "accept-language"));
  const { code, details } = problem;
  const { status, [language]: title } = problems[code];
  const errors = details.fieldErrors?.map((error) => ({
    pointer: error.pointer,
    code: error.code,
    message: fieldErrorMessage(error, language),
  }));
  const body = {
    type: `/docs#problem-${code}`,
    code,
    title,
    status,
    detail:
      errors
        ?.map(({ pointer, message }) => `${pointer || "/"} ${message}`)
        .slice(0, 5)
        .join("; ") || title,
    instance: event.requestContext.requestId,
    ...(errors ? { errors } : {}),
    ...(details.existing ? { existing: details.existing } : {}),
    ...(details.dependents ? { dependents: details.dependents } : {}),
  };
  return {
    statusCode: status,
    headers: {
      "content-type": "application/problem+json; charset=utf-8",
      "content-language": language,
      vary: "accept-language",
      ...(details.retryAfter === undefined ? {} : { "retry-after": String(details.retryAfter) }),
      ...(details.allow ? { allow: details.allow.join(", ") } : {}),
      ...(code === "unauthorized" ? { "www-authenticate": "Bearer" } : {}),
    },
    body: JSON.stringify(body),
  };
};
