/**
 * Whether a log line reports a stream record or message that failed by a timeout. On a busy machine the table may respond too
 * late; the function is invoked again with the record.
 */
export const isRetriedTimeout = (line: string): boolean =>
  line.includes("record failed") && line.includes("TimeoutError");
