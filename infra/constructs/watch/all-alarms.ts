import { constructId } from "../../names.ts";
import type { WatchSettings } from "../../settings.ts";
import type { ContractFunction } from "../contract-function.ts";
import type { FailureQueue, WorkQueue } from "../queues.ts";
import type { RoutedApi } from "../routed-api.ts";
import type { AddAlarm } from "./alarms.ts";
import { impactOf, impactOfFailure, impactOfWaiting } from "./impact.ts";
import { ofApi, ofTable, sum, worst } from "./metrics.ts";
import type { Service } from "./service.ts";

/** Errors of one function within five minutes that wake somebody: one of work that nobody waits for, more of calls. */
const errorsOfCalls = 5;

/** Everything of a service that is watched, each with what people notice. */
export function addAlarms(add: AddAlarm, { apis, functions, work, failures, table }: Service, limits: WatchSettings) {
  for (const each of apis) watchApi(add, each, limits);
  for (const each of functions) watchFunction(add, each, limits);
  for (const each of work) watchWork(add, each, limits);
  for (const each of failures) watchFailures(add, each);
  for (const metric of ["ReadThrottleEvents", "WriteThrottleEvents"] as const)
    add(`Table${metric}`, {
      impact: "Callers are answered late or with 503: a key of the table is asked for more than a partition gives",
      metric: ofTable(table, metric),
      threshold: 10,
    });
}

function watchApi(add: AddAlarm, api: RoutedApi, { latencyP99 }: WatchSettings) {
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
}

function watchFunction(add: AddAlarm, target: ContractFunction, { streamAge }: WatchSettings) {
  const { contractName: name, trigger } = target;
  const impact = impactOf(name);
  add(`${constructId(name)}Errors`, {
    impact,
    metric: target.metricErrors(sum),
    threshold: trigger === undefined ? errorsOfCalls : 1,
  });
  add(`${constructId(name)}Throttles`, {
    impact: `${impact}: Lambda runs as many at once as it may`,
    metric: target.metricThrottles(sum),
    threshold: trigger === undefined ? 1 : 10,
  });
  if (trigger === "table-stream")
    add(`${constructId(name)}Lag`, {
      impact: `${impact}: it is behind the table's stream, which forgets after 24 hours`,
      metric: target.metric("IteratorAge", worst),
      threshold: streamAge * 1_000,
    });
}

function watchWork(add: AddAlarm, queue: WorkQueue, { oldestMessage }: WatchSettings) {
  const name = queue.contractName;
  add(`${constructId(name)}Waiting`, {
    impact: impactOfWaiting[name],
    metric: queue.metricApproximateAgeOfOldestMessage(worst),
    threshold: oldestMessage,
  });
}

const watchFailures = (add: AddAlarm, queue: FailureQueue) =>
  add(queue.node.id, {
    impact: impactOfFailure(queue.node.id),
    metric: queue.metricApproximateNumberOfMessagesVisible(worst),
    threshold: 1,
  });
