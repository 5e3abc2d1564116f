import type { Problem } from "../../lib/shared/problem.ts";
import { type FieldError, fieldErrorMessages } from "../../lib/vocabulary/field-errors.ts";
import { problems } from "../../lib/vocabulary/problems.ts";
import type { ApiAnswer, ApiEvent } from "./event.ts";
import { header } from "./event.ts";

type Language = "en" | "vi";

/**
 * The language of texts: the other one than `usual` where the caller prefers that (RFC 9110 §12.5.4). Errors are in
 * English unless asked for in Vietnamese, pages the other way round.
 */
export const languageOf = (accept: string | undefined, usual: Language = "en"): Language => {
  const weights = new Map<string, number>();
  for (const part of (accept ?? "").toLowerCase().split(",")) {
    const [range = "", ...parameters] = part.trim().split(";");
    const quality = parameters
      .map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1])
      .find((q) => q !== undefined);
    const language = range.split("-")[0] ?? "";
    weights.set(language, Math.max(weights.get(language) ?? 0, quality === undefined ? 1 : Number(quality)));
  }
  const other = usual === "en" ? "vi" : "en";
  return (weights.get(other) ?? 0) > (weights.get(usual) ?? weights.get("*") ?? 0) ? other : usual;
};

/** An error as `application/problem+json` (RFC 9457), with all faults of the input. */
export const problemAnswer = (problem: Problem, event: ApiEvent): ApiAnswer => {
  const language = languageOf(header(event, "accept-language"));
  const { code, details } = problem;
  const { status, [language]: title } = problems[code];
  const errors = details.fieldErrors?.map((fault) => ({
    pointer: fault.pointer,
    code: fault.code,
    message: messageOf(fault, language),
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

const messageOf = (fault: FieldError, language: Language): string =>
  fieldErrorMessages[fault.code][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(fault.values?.[name] ?? ""),
  );
