/**
 * Whether a log line reports a failure that only a busy machine causes, and after which the function is invoked again with the
 * record or message: the table responded too late, or the function did not load in time.
 */
export const isRetriedTimeout = (line: string): boolean =>
  (line.includes("record failed") && line.includes("TimeoutError")) ||
  /"errorMessage":"(?:busy|\S+ did not load: timeout of \d+ ms)"/.test(line);
