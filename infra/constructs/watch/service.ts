import type { App } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { IConstruct } from "constructs";
import { ContractFunction } from "../contract-function.ts";
import { FailureQueue, WorkQueue } from "../queues.ts";
import { RoutedApi } from "../routed-api.ts";

/** All of a stage that can be watched. */
export type Service = {
  apis: readonly RoutedApi[];
  functions: readonly ContractFunction[];
  work: readonly WorkQueue[];
  failures: readonly FailureQueue[];
  table: Table;
};

/** Finds it by what the stacks hold, so that nothing new can be forgotten. */
export function findService(app: App, table: Table): Service {
  const all = app.node.findAll();
  const only = <T extends IConstruct>(kind: abstract new (...parameters: never[]) => T) =>
    all.filter((each): each is T => each instanceof kind);
  return {
    apis: only(RoutedApi),
    functions: only(ContractFunction),
    work: only(WorkQueue),
    failures: only(FailureQueue),
    table,
  };
}
