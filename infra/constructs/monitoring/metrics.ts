import { type App, Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { IConstruct } from "constructs";
import { ContractFunction } from "../contract-function.ts";
import { DeadLetterQueue, FunctionQueue } from "../queues.ts";
import { RoutedApi } from "../routed-api.ts";

export const period = Duration.minutes(5);
export const sum = { period, statistic: "Sum" };
export const maximum = { period, statistic: "Maximum" };

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
export const apiMetric = ({ apiId }: RoutedApi, metricName: "5xx" | "Latency", statistic: string) =>
  new Metric({ namespace: "AWS/ApiGateway", metricName, dimensionsMap: { ApiId: apiId }, period, statistic });

/**
 * The metrics of the table leave out those of its indexes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
export const tableMetric = (
  { tableName }: Table,
  metricName: "ReadThrottleEvents" | "WriteThrottleEvents",
  index: string | undefined,
) =>
  new Metric({
    namespace: "AWS/DynamoDB",
    metricName,
    dimensionsMap: { TableName: tableName, ...(index === undefined ? {} : { GlobalSecondaryIndexName: index }) },
    ...sum,
  });

/** Resources of a stage that alarms cover. */
export type MonitoredResources = {
  apis: readonly RoutedApi[];
  functions: readonly ContractFunction[];
  queues: readonly FunctionQueue[];
  deadLetterQueues: readonly DeadLetterQueue[];
  table: Table;
};

/** Collects them from the construct tree, so that no new resource is missed. */
export const findMonitoredResources = (app: App, table: Table): MonitoredResources => {
  const all = app.node.findAll();
  const only = <T extends IConstruct>(kind: abstract new (...parameters: never[]) => T) =>
    all.filter((each): each is T => each instanceof kind);
  return {
    apis: only(RoutedApi),
    functions: only(ContractFunction),
    queues: only(FunctionQueue),
    deadLetterQueues: only(DeadLetterQueue),
    table,
  };
};
