import { serviceUnavailable } from "./failures.ts";
import { requestDeadlineMs } from "./retry.ts";
import type { Table } from "./table.ts";

/**
 * The table for one request, which may come and go several times: what would end only after the function's own timeout
 * is not begun, so that the caller gets an answer of ours and not the gateway's.
 * @param clock milliseconds, from anywhere on
 */
export const withDeadline = (table: Table, clock: () => number): Table => {
  const began = clock();
  const inTime = <Given extends unknown[], T>(begin: (...given: Given) => Promise<T>) => {
    return async (...given: Given): Promise<T> => {
      if (clock() - began > requestDeadlineMs) throw serviceUnavailable();
      return begin(...given);
    };
  };
  return {
    get: inTime(table.get),
    getMany: inTime(table.getMany),
    query: inTime(table.query),
    write: inTime(table.write),
  };
};
