import { Dashboard, GraphWidget, type IMetric, TextWidget } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { accountWideName } from "../account-wide-name.ts";
import { apiMetric, type MonitoredResources, maximum, sum, tableMetric } from "./metrics.ts";

const width = 12;
const graph = (title: string, left: IMetric[], right: IMetric[] = []) => new GraphWidget({ title, left, right, width });

/** One dashboard, from what callers notice down to the causes. */
export const createDashboard = (
  scope: Construct,
  stage: string,
  { apis, functions, queues, deadLetterQueues, table }: MonitoredResources,
) => {
  const streamReaders = functions.filter(({ trigger }) => trigger === "table-stream");
  new Dashboard(scope, "Dashboard", {
    dashboardName: accountWideName(stage),
    widgets: [
      [new TextWidget({ markdown: `# dangbo (${stage})\nWhat to do: docs/operate.md`, width: 24, height: 2 })],
      [
        graph(
          "Requests and 5xx",
          apis.map((api) => apiMetric(api, "Count", "Sum")),
          apis.map((api) => apiMetric(api, "5xx", "Sum")),
        ),
        graph(
          "Latency (ms), p50 and p99",
          apis.flatMap((api) => ["p50", "p99"].map((each) => apiMetric(api, "Latency", each))),
        ),
      ],
      [
        graph(
          "Function errors",
          functions.map((each) => each.metricErrors(sum)),
        ),
        graph(
          "Function throttles",
          functions.map((each) => each.metricThrottles(sum)),
        ),
      ],
      [
        graph(
          "Stream lag (ms)",
          streamReaders.map((each) => each.metric("IteratorAge", maximum)),
        ),
        graph(
          "Age of oldest message (s)",
          queues.map((each) => each.metricApproximateAgeOfOldestMessage(maximum)),
        ),
      ],
      [
        graph(
          "Dead letters",
          deadLetterQueues.map((each) => each.metricApproximateNumberOfMessagesVisible(maximum)),
        ),
        graph(
          "Table capacity units and throttles",
          [tableMetric(table, "ConsumedReadCapacityUnits"), tableMetric(table, "ConsumedWriteCapacityUnits")],
          [tableMetric(table, "ReadThrottleEvents"), tableMetric(table, "WriteThrottleEvents")],
        ),
      ],
    ],
  });
};
