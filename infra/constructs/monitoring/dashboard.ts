import { Dashboard, GraphWidget, type IMetric, TextWidget } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { Service } from "./metrics.ts";
import { ofApi, ofTable, sum, worst } from "./metrics.ts";

const width = 12;
const graph = (title: string, left: IMetric[], right: IMetric[] = []) => new GraphWidget({ title, left, right, width });

/** One page to look at when something is wrong: from what callers notice down to what is behind it. */
export const drawOverview = (
  scope: Construct,
  stage: string,
  { apis, functions, context, failures, table }: Service,
) => {
  const started = functions.filter(({ trigger }) => trigger !== undefined);
  new Dashboard(scope, "Overview", {
    dashboardName: `dangbo-${stage}`,
    widgets: [
      [new TextWidget({ markdown: `# dangbo (${stage})\nWhat to do: docs/operate.md`, width: 24, height: 2 })],
      [
        graph(
          "Calls and failures",
          apis.map((api) => ofApi(api, "Count", "Sum")),
          apis.map((api) => ofApi(api, "5xx", "Sum")),
        ),
        graph(
          "Milliseconds until an answer, p50 and p99",
          apis.flatMap((api) => ["p50", "p99"].map((each) => ofApi(api, "Latency", each))),
        ),
      ],
      [
        graph(
          "Errors of functions",
          functions.map((each) => each.metricErrors(sum)),
        ),
        graph(
          "Functions that may not run",
          functions.map((each) => each.metricThrottles(sum)),
        ),
      ],
      [
        graph(
          "Behind the stream (ms)",
          started.filter(({ trigger }) => trigger === "table-stream").map((each) => each.metric("IteratorAge", worst)),
        ),
        graph(
          "Waiting work (age in s)",
          context.map((each) => each.metricApproximateAgeOfOldestMessage(worst)),
        ),
      ],
      [
        graph(
          "Given up",
          failures.map((each) => each.metricApproximateNumberOfMessagesVisible(worst)),
        ),
        graph(
          "Units of the table, and what it refused",
          [ofTable(table, "ConsumedReadCapacityUnits"), ofTable(table, "ConsumedWriteCapacityUnits")],
          [ofTable(table, "ReadThrottleEvents"), ofTable(table, "WriteThrottleEvents")],
        ),
      ],
    ],
  });
};
