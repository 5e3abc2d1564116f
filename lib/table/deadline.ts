import { serviceUnavailable } from "./failures.ts";
import { requestDeadlineMs } from "./retry.ts";
import type { Table } from "./table.ts";

/**
 * The table for one request. Operations that might end only after the timeout of the function are not started, so that the caller
 * gets a response of the service and not of the gateway.
 * @param clock milliseconds from any origin
 */
export const withDeadline = (table: Table, clock: () => number): Table => {
  const startedAt = clock();
  const inTime = <Given extends unknown[], T>(start: (...given: Given) => Promise<T>) => {
    return async (...given: Given): Promise<T> => {
      if (clock() - startedAt > requestDeadlineMs) throw serviceUnavailable();
      return start(...given);
    };
  };
  return {
    get: inTime(table.get),
    getMany: inTime(table.getMany),
    query: inTime(table.query),
    write: inTime(table.write),
  };
};
