/** Captures log lines instead of printing them, until `release`. */
export const captureLog = () => {
  const lines: string[] = [];
  const { info, error, warn } = console;
  const keep = (...parts: unknown[]) => {
    lines.push(parts.map((part) => (typeof part === "object" ? JSON.stringify(part) : String(part))).join(" "));
  };
  Object.assign(console, { info: keep, error: keep, warn: keep });
  return { lines, release: () => Object.assign(console, { info, error, warn }) };
};
