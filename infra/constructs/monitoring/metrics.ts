import { type App, Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { IConstruct } from "constructs";
import { ContractFunction } from "../contract-function.ts";
import { FailureQueue, WorkQueue } from "../queues.ts";
import { RoutedApi } from "../routed-api.ts";

const period = Duration.minutes(5);
export const sum = { period, statistic: "Sum" };
export const worst = { period, statistic: "Maximum" };

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
export const ofApi = ({ apiId }: RoutedApi, metricName: "5xx" | "4xx" | "Count" | "Latency", statistic: string) =>
  new Metric({ namespace: "AWS/ApiGateway", metricName, dimensionsMap: { ApiId: apiId }, period, statistic });

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
export const ofTable = (
  { tableName }: Table,
  metricName: "ReadThrottleEvents" | "WriteThrottleEvents" | "ConsumedReadCapacityUnits" | "ConsumedWriteCapacityUnits",
) =>
  new Metric({
    namespace: "AWS/DynamoDB",
    metricName,
    dimensionsMap: { TableName: tableName },
    ...sum,
  });

/** All of a stage that can be watched. */
export type Service = {
  apis: readonly RoutedApi[];
  functions: readonly ContractFunction[];
  context: readonly WorkQueue[];
  failures: readonly FailureQueue[];
  table: Table;
};

/** Finds it by what the stacks hold, so that nothing new can be forgotten. */
export const findService = (app: App, table: Table): Service => {
  const all = app.node.findAll();
  const only = <T extends IConstruct>(kind: abstract new (...parameters: never[]) => T) =>
    all.filter((each): each is T => each instanceof kind);
  return {
    apis: only(RoutedApi),
    functions: only(ContractFunction),
    context: only(WorkQueue),
    failures: only(FailureQueue),
    table,
  };
};
