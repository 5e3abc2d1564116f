/** The message of whatever was thrown. By its shape: an error of another realm is no instance of this one's. */
export function messageOf(error: unknown): string {
  const isError = typeof error === "object" && error !== null && "message" in error;
  return isError ? String(error.message) : String(error);
}

/** The code Node gives errors of the system, as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const hasCode = typeof error === "object" && error !== null && "code" in error && typeof error.code === "string";
  return hasCode ? String(error.code) : undefined;
}
