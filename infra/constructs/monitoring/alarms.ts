import { type Duration, Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { toConstructId } from "../../names.ts";
import type { MonitoringSettings } from "../../settings.ts";
import type { ContractFunction } from "../contract-function.ts";
import type { DeadLetterQueue, FunctionQueue } from "../queues.ts";
import type { RoutedApi } from "../routed-api.ts";
import { impactOf } from "./impact.ts";
import { apiMetric, type MonitoredResources, maximum, sum, tableMetric } from "./metrics.ts";

type AlarmDefinition = {
  /** What users notice. */
  impact: string;
  metric: IMetric & { period?: Duration };
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
    const { impact, metric, threshold, periods = 1 } = definition;
    const alarm = new Alarm(scope, id, {
      alarmName: `dangbo-${stage}-${id}`,
      alarmDescription: `${impact}. What to do: docs/operate.md#alarms (${Stack.of(scope).stackName})`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
    return alarm;
  };

type AddAlarm = ReturnType<typeof createAlarmFactory>;

/** Errors within five minutes that raise an alarm; for functions without a caller one error is enough. */
const apiErrorThreshold = 5;

export const addAlarms = (
  add: AddAlarm,
  { apis, functions, queues, deadLetterQueues, table }: MonitoredResources,
  limits: MonitoringSettings,
) => {
  for (const each of apis) addApiAlarms(add, each, limits);
  for (const each of functions) addFunctionAlarms(add, each, limits);
  for (const each of queues) addQueueAlarm(add, each, limits);
  for (const each of deadLetterQueues) addDlqAlarm(add, each);
  for (const metric of ["ReadThrottleEvents", "WriteThrottleEvents"] as const)
    add(`Table${metric}`, {
      impact: "Responses are slow or 503: requests to one key exceed the capacity of a partition",
      metric: tableMetric(table, metric),
      threshold: 10,
    });
};

const addApiAlarms = (add: AddAlarm, api: RoutedApi, { latencyP99 }: MonitoringSettings) => {
  add(`${api.node.id}Failures`, {
    impact: "Callers get responses of 500 and above",
    metric: apiMetric(api, "5xx", "Sum"),
    threshold: apiErrorThreshold,
  });
  add(`${api.node.id}Latency`, {
    impact: "One response in a hundred is slow",
    metric: apiMetric(api, "Latency", "p99"),
    threshold: latencyP99,
    periods: 3,
  });
};

const addFunctionAlarms = (add: AddAlarm, target: ContractFunction, { streamAge }: MonitoringSettings) => {
  const { contractName: name, trigger } = target;
  const impact = impactOf(name);
  add(`${toConstructId(name)}Errors`, {
    impact,
    metric: target.metricErrors(sum),
    threshold: trigger === undefined ? apiErrorThreshold : 1,
  });
  add(`${toConstructId(name)}Throttles`, {
    impact: `${impact}: the concurrency limit is reached`,
    metric: target.metricThrottles(sum),
    threshold: trigger === undefined ? 1 : 10,
  });
  if (trigger === "table-stream")
    add(`${toConstructId(name)}Lag`, {
      impact: `${impact}: it lags behind the table stream, which keeps records for 24 hours`,
      metric: target.metric("IteratorAge", maximum),
      threshold: streamAge * 1_000,
    });
};

const addQueueAlarm = (add: AddAlarm, queue: FunctionQueue, { oldestMessage }: MonitoringSettings) => {
  const name = queue.contractName;
  add(`${toConstructId(name)}Backlog`, {
    impact: impactOf(name, "backlog"),
    metric: queue.metricApproximateAgeOfOldestMessage(maximum),
    threshold: oldestMessage,
  });
};

const addDlqAlarm = (add: AddAlarm, queue: DeadLetterQueue) =>
  add(queue.node.id, {
    impact: impactOf(queue.contractName, "deadLetters"),
    metric: queue.metricApproximateNumberOfMessagesVisible(maximum),
    threshold: 1,
  });
