import { createCheck } from "./check.ts";
import type { Document } from "./document.ts";
import { createJournal } from "./journal.ts";
import type { Answer } from "./send.ts";
import type { Sent } from "./sent.ts";
import type { Statistics } from "./statistics.ts";
import type { Templates } from "./templates.ts";
import { createValidator } from "./validator.ts";

export type Judge = {
  /** Counts an answer and keeps what is wrong with it, `more` faults included. */
  see(sent: Sent, answer: Answer, more?: readonly string[]): void;
  /** The failures, one of each kind, with the calls that led there. */
  failures(): string[];
};

export const createJudge = (
  document: Document,
  templates: Templates,
  statistics: Statistics,
  secret: readonly string[],
): Judge => {
  const check = createCheck(createValidator(document.json), secret);
  const journal = createJournal();
  const failures = new Map<string, string>();

  /** Of a request that only has its path: the operation there. */
  const operationOf = ({ operation, method, path }: Sent) => {
    const template = templates.match(path)?.template ?? path;
    return operation ?? document.operations.find((one) => one.method === method && one.path === template);
  };

  return {
    see: (sent, answer, more = []) => {
      const operation = sent.isBroken ? undefined : operationOf(sent);
      statistics.count(operation?.id ?? "(no request of the document)", answer);
      journal.note(sent, answer);
      const faults = [...check(operation ? { ...sent, operation } : sent, answer), ...more];
      if (faults.length === 0) return;
      const where = `${sent.method} ${operation?.id ?? sent.path}`;
      const kind = `${where}: ${faults.join("; ").replaceAll(/\d+/g, "0")}`;
      if (!failures.has(kind)) failures.set(kind, `${where}: ${journal.tell({ faults, sent, answer })}`);
    },
    failures: () => [...failures.values()],
  };
};
