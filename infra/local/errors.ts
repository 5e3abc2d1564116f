import type { core } from "zod/mini";

/**
 * The message of whatever was thrown, and of what caused it. By its shape: an error of another realm is no instance of this
 * one's. Where a name has several addresses, Node says of the failure at all of them only its code.
 */
export function messageOf(error: unknown): string {
  const isError = typeof error === "object" && error !== null && "message" in error;
  if (!isError) return String(error);
  const message = String(error.message) || (codeOf(error) ?? "");
  return "cause" in error && error.cause !== undefined ? `${message}: ${messageOf(error.cause)}` : message;
}

/** The code Node gives errors of the system, as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const hasCode = typeof error === "object" && error !== null && "code" in error && typeof error.code === "string";
  return hasCode ? String(error.code) : undefined;
}

/** Where data is not as its schema says, and how: `Resources.Table.UpdatePolicy: unrecognized_keys`. */
export const faultsOf = ({ issues }: core.$ZodError): string =>
  issues
    .map((issue) => {
      const { code, path } = issue;
      const more =
        code === "unrecognized_keys" ? issue.keys.join(", ") : code === "invalid_value" ? issue.values.join("|") : "";
      return `${path.join(".")}: ${code.replaceAll("_", " ")}${more && ` ${more}`}`;
    })
    .join("; ");
