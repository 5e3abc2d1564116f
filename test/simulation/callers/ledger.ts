import type { ApiAnswer } from "../../../functions/shared/event.ts";
import type { SimulatedOperation } from "../machine/operations.ts";
import type { Process } from "../machine/process.ts";

/** A request as it is sent, once or several times. */
export type Sent = {
  operation: SimulatedOperation;
  params: Record<string, string>;
  body?: object | undefined;
  path?: readonly string[] | undefined;
  key?: string | undefined;
  /** The version named in `If-Match`. */
  ifMatch?: string | undefined;
};

/** One try of a request: who worked on it, and what was answered, whether or not anybody still listened. */
export type Attempt = Sent & {
  caller: string;
  process: Process;
  answer?: ApiAnswer;
  /** Changes of the table there had been when it was answered. */
  changesThen?: number;
};

/** Everything that was asked and answered in a run. */
export type Ledger = Attempt[];

export const isSuccess = (answer: ApiAnswer | undefined): answer is ApiAnswer =>
  answer !== undefined && answer.statusCode < 300;

/** The record of an answer, which may be absent. */
export const recordOf = (answer: ApiAnswer | undefined): Record<string, unknown> =>
  answer?.body === undefined ? {} : (JSON.parse(answer.body) as Record<string, unknown>);

export const codeOf = (answer: ApiAnswer | undefined): string =>
  answer && !isSuccess(answer) ? String(recordOf(answer).code) : "";
