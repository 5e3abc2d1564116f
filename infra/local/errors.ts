import * as z from "zod/mini";

/**
 * The messages of a thrown value and of its causes. Checks the shape, since errors of another realm are not instances of
 * this realm's Error. When all addresses of a host fail, Node sets only a code.
 */
export const messageOf = (error: unknown): string => {
  const isError = typeof error === "object" && error !== null && "message" in error;
  if (!isError) return String(error);
  const message = String(error.message) || (codeOf(error) ?? "");
  return "cause" in error && error.cause !== undefined ? `${message}: ${messageOf(error.cause)}` : message;
};

/** The code of a system error, for example `ENOENT`. */
export const codeOf = (error: unknown): string | undefined => {
  const hasCode = typeof error === "object" && error !== null && "code" in error && typeof error.code === "string";
  return hasCode ? String(error.code) : undefined;
};

/** Whether no more can be written: the disk or its quota is exhausted. */
export const isDiskFull = (error: unknown): boolean => {
  if (["ENOSPC", "EDQUOT"].includes(codeOf(error) ?? "")) return true;
  // SQLite has no code of its own in Node (SQLITE_FULL).
  return /database or disk is full/.test(messageOf(error));
};

/** What a person should know about errors of the system, by their code. */
const systemErrors: Readonly<Record<string, string>> = {
  EACCES: "is not accessible to this user",
  EPERM: "is not accessible to this user",
  EROFS: "is on a read-only file system",
  ENOENT: "does not exist",
  ENOTDIR: "is not a folder, or not in one",
  EISDIR: "is a folder",
};

/** The message of an error for people: of a system error its file and reason, of others the message. */
export const explain = (error: unknown): string => {
  const reason = systemErrors[codeOf(error) ?? ""];
  if (isDiskFull(error)) return "The disk is full";
  if (reason === undefined || typeof error !== "object" || error === null || !("path" in error))
    return messageOf(error);
  const isMkdir = "syscall" in error && error.syscall === "mkdir";
  return isMkdir && codeOf(error) === "ENOENT" ? `${error.path} cannot be created` : `${error.path} ${reason}`;
};

/** Parses a value; throws an error with the issues after `message`. */
export const parseAs = <T extends z.ZodMiniType>(schema: T, value: unknown, message: string): z.infer<T> => {
  const { success, data, error } = z.safeParse(schema, value);
  if (!success) throw new Error(`${message}: ${describeIssues(error)}`);
  return data;
};

/** The issues of a schema in one line, for example `Resources.Table: unrecognized keys UpdatePolicy`. */
export const describeIssues = ({ issues }: z.core.$ZodError): string =>
  issues
    .map((issue) => {
      const { code, path } = issue;
      const more =
        code === "unrecognized_keys" ? issue.keys.join(", ") : code === "invalid_value" ? issue.values.join("|") : "";
      return `${path.join(".")}: ${code.replaceAll("_", " ")}${more && ` ${more}`}`;
    })
    .join("; ");
