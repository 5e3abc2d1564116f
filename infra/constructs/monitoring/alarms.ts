import { type Duration, Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { toConstructId } from "../../names.ts";
import type { WatchSettings } from "../../settings.ts";
import type { ContractFunction } from "../contract-function.ts";
import type { FailureQueue, WorkQueue } from "../queues.ts";
import type { RoutedApi } from "../routed-api.ts";
import { impactOf, impactOfFailure, impactOfWaiting } from "./impact.ts";
import type { Service } from "./metrics.ts";
import { ofApi, ofTable, sum, worst } from "./metrics.ts";

export type Watched = {
  /** What people notice. */
  impact: string;
  metric: IMetric & { period?: Duration };
  /** From which value on. */
  threshold: number;
  /** Periods in a row. */
  periods?: number;
};

/**
 * Alarms that tell a topic when they begin and when they end. What reports nothing, as a function nobody calls, is well.
 * Their names begin with the stage, so that a person who is woken knows whether to get up.
 */
export const createAlarms = (scope: Construct, stage: string, topic: ITopic) => (id: string, watched: Watched) => {
  const { impact, metric, threshold, periods = 1 } = watched;
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

export type AddAlarm = ReturnType<typeof createAlarms>;

/** Errors of one function within five minutes that wake somebody: one of work that nobody waits for, more of calls. */
const errorsOfCalls = 5;

/** Everything of a service that is watched, each with what people notice. */
export const addAlarms = (
  add: AddAlarm,
  { apis, functions, context, failures, table }: Service,
  limits: WatchSettings,
) => {
  for (const each of apis) watchApi(add, each, limits);
  for (const each of functions) watchFunction(add, each, limits);
  for (const each of context) watchWork(add, each, limits);
  for (const each of failures) watchFailures(add, each);
  for (const metric of ["ReadThrottleEvents", "WriteThrottleEvents"] as const)
    add(`Table${metric}`, {
      impact: "Callers are answered late or with 503: a key of the table is asked for more than a partition gives",
      metric: ofTable(table, metric),
      threshold: 10,
    });
};

const watchApi = (add: AddAlarm, api: RoutedApi, { latencyP99 }: WatchSettings) => {
  add(`${api.node.id}Failures`, {
    impact: "Callers get answers of 500 and above",
    metric: ofApi(api, "5xx", "Sum"),
    threshold: errorsOfCalls,
  });
  add(`${api.node.id}Latency`, {
    impact: "One call in a hundred is answered late",
    metric: ofApi(api, "Latency", "p99"),
    threshold: latencyP99,
    periods: 3,
  });
};

const watchFunction = (add: AddAlarm, target: ContractFunction, { streamAge }: WatchSettings) => {
  const { contractName: name, trigger } = target;
  const impact = impactOf(name);
  add(`${toConstructId(name)}Errors`, {
    impact,
    metric: target.metricErrors(sum),
    threshold: trigger === undefined ? errorsOfCalls : 1,
  });
  add(`${toConstructId(name)}Throttles`, {
    impact: `${impact}: Lambda runs as many at once as it may`,
    metric: target.metricThrottles(sum),
    threshold: trigger === undefined ? 1 : 10,
  });
  if (trigger === "table-stream")
    add(`${toConstructId(name)}Lag`, {
      impact: `${impact}: it is behind the table's stream, which forgets after 24 hours`,
      metric: target.metric("IteratorAge", worst),
      threshold: streamAge * 1_000,
    });
};

const watchWork = (add: AddAlarm, queue: WorkQueue, { oldestMessage }: WatchSettings) => {
  const name = queue.contractName;
  add(`${toConstructId(name)}Waiting`, {
    impact: impactOfWaiting[name],
    metric: queue.metricApproximateAgeOfOldestMessage(worst),
    threshold: oldestMessage,
  });
};

const watchFailures = (add: AddAlarm, queue: FailureQueue) =>
  add(queue.node.id, {
    impact: impactOfFailure(queue.node.id),
    metric: queue.metricApproximateNumberOfMessagesVisible(worst),
    threshold: 1,
  });
