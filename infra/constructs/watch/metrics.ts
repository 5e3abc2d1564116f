import { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { RoutedApi } from "../routed-api.ts";

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
