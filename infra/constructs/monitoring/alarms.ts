import { Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, MathExpression, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { table as contract } from "../../../lib/vocabulary/table.ts";
import type { MonitoringSettings } from "../../settings.ts";
import { apiMetric, type MonitoredResources, maximum, period, sum, tableMetric } from "./metrics.ts";

type AlarmDefinition = {
  /** What users notice. */
  impact: string;
  /** At most ten, of which each costs as much as an alarm of its own. */
  metrics: readonly IMetric[];
  combined: "SUM" | "MAX";
  threshold: number;
  /** Consecutive periods. */
  periods?: number;
};

/**
 * Creates alarms that notify a topic of ALARM and OK. Missing data is not breaching: unused functions report none. Names
 * begin with the stage, so that the person on call sees which one it is.
 */
export const createAlarmFactory =
  (scope: Construct, stage: string, topic: ITopic) => (id: string, definition: AlarmDefinition) => {
    const { impact, metrics, combined, threshold, periods = 1 } = definition;
    const alarm = new Alarm(scope, id, {
      alarmName: `dangbo-${stage}-${id}`,
      alarmDescription: `${impact}. What to do: docs/operate.md#alarms (${Stack.of(scope).stackName})`,
      metric: new MathExpression({
        expression: `${combined}(METRICS())`,
        usingMetrics: Object.fromEntries(metrics.map((metric, i) => [`m${i}`, metric])),
        period,
        label: id,
      }),
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
  };

type AddAlarm = ReturnType<typeof createAlarmFactory>;

/** Responses of 500 and above within five minutes that raise an alarm. */
const failureThreshold = 5;
/** Throttled requests to the table within five minutes that raise an alarm. */
const throttleThreshold = 10;

/**
 * Adds the alarms. A function behind an API that fails or is throttled shows in the responses of its API; one without a caller in the
 * lag of its stream, the age of its queue, or its dead letters.
 */
export const addAlarms = (
  add: AddAlarm,
  { apis, functions, queues, deadLetterQueues, table }: MonitoredResources,
  { latencyP99, oldestMessage, streamAge }: MonitoringSettings,
) => {
  add("ApiFailures", {
    impact: "Callers get responses of 500 and above, or readers do not see the public pages",
    metrics: apis.map((api) => apiMetric(api, "5xx", "Sum")),
    combined: "SUM",
    threshold: failureThreshold,
  });
  add("ApiLatency", {
    impact: "One response in a hundred is slow",
    metrics: apis.map((api) => apiMetric(api, "Latency", "p99")),
    combined: "MAX",
    threshold: latencyP99,
    periods: 3,
  });
  add("StreamLag", {
    impact:
      "Statistics of superior committees, change feed, audit log, events and webhooks fall behind, or objects of deleted photos stay; the " +
      "stream keeps records for 24 hours",
    metrics: functions
      .filter(({ trigger }) => trigger === "table-stream")
      .map((each) => each.metric("IteratorAge", maximum)),
    combined: "MAX",
    threshold: streamAge * 1_000,
  });
  add("QueueBacklog", {
    impact: "Webhooks receive changes late, or personal data that must be erased is still stored",
    metrics: queues.map((queue) => queue.metricApproximateAgeOfOldestMessage(maximum)),
    combined: "MAX",
    threshold: oldestMessage,
  });
  add("DeadLetters", {
    impact:
      "A function gave up events: photos stay in processing, or changes, deletions, deliveries or erasures are missing",
    metrics: deadLetterQueues.map((queue) => queue.metricApproximateNumberOfMessagesVisible(maximum)),
    combined: "SUM",
    threshold: 1,
  });
  add("RecursionDropped", {
    impact: "Lambda ended a chain of messages: what they asked for is not done",
    metrics: functions
      .filter(({ trigger }) => trigger === "queue" || trigger === "object-created")
      .map((each) => each.metric("RecursiveInvocationsDropped", sum)),
    combined: "SUM",
    threshold: 1,
  });
  add("TableThrottles", {
    impact: "Responses are slow or 503: requests to one key exceed the capacity of a partition",
    metrics: (["ReadThrottleEvents", "WriteThrottleEvents"] as const).flatMap((name) =>
      [undefined, ...Object.keys(contract.indexes)].map((index) => tableMetric(table, name, index)),
    ),
    combined: "SUM",
    threshold: throttleThreshold,
  });
};
