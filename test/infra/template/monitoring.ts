import { toConstructId } from "../../../infra/names.ts";
import { functions } from "../../../lib/contract/functions.ts";
import { queues } from "../../../lib/contract/queues.ts";
import { dev, local, monitoring, production } from "../support/stages.ts";
import { fold, type Properties, resourceOf, resourcesOf } from "../support/template.ts";

const alarms = resourcesOf(monitoring, "AWS::CloudWatch::Alarm");
const named = (name: string) => {
  const found = alarms.find(({ Properties }) => Properties.AlarmName === `dangbo-production-${name}`);
  if (found === undefined) throw new Error(`No alarm ${name}`);
  return found.Properties;
};
const ids = Object.keys(functions).map(toConstructId);
const deadLetterQueues = [production.Photos, production.Api].flatMap((template) =>
  resourcesOf(template, "AWS::SQS::Queue").filter(({ Properties }) => Properties.RedrivePolicy === undefined),
);

test("Every API, function, queue and dead-letter queue has alarms, and otherwise only the table", () => {
  const expected = [
    ...["Api", "IssuerApi"].flatMap((api) => [`${api}Failures`, `${api}Latency`]),
    ...ids.flatMap((id) => [`${id}Errors`, `${id}Throttles`]),
    ...["StreamProcessorLag", "ObjectCleanupLag"],
    ...Object.keys(queues).map((name) => `${toConstructId(name)}Backlog`),
    ...deadLetterQueues.map(({ id }) => id.replace(/[0-9A-F]{8}$/, "")),
    ...["TableReadThrottleEvents", "TableWriteThrottleEvents"],
  ].map((name) => `dangbo-production-${name}`);
  expect(alarms.map(({ Properties }) => Properties.AlarmName).sort()).toEqual(expected.sort());
});

test("Every alarm describes its impact, links to docs/operate.md and notifies of ALARM and OK", () => {
  for (const { Properties } of alarms) {
    expect(Properties.AlarmDescription).toMatch(/^[A-Z].{20,}\. What to do: docs\/operate\.md#alarms/);
    expect(Properties).toMatchObject({ TreatMissingData: "notBreaching" });
    expect(fold(Properties.AlarmActions ?? null)).toEqual(fold(Properties.OKActions ?? null));
    expect(Properties.AlarmActions).toHaveLength(1);
  }
});

test("Thresholds come from the settings, in the unit of the metric", () => {
  expect(named("ApiLatency")).toMatchObject({ Threshold: 2_000, ExtendedStatistic: "p99", EvaluationPeriods: 3 });
  expect(named("StreamProcessorLag")).toMatchObject({ Threshold: 300_000, MetricName: "IteratorAge" });
  expect(named("ErasureProcessorBacklog")).toMatchObject({
    Threshold: 900,
    MetricName: "ApproximateAgeOfOldestMessage",
  });
  expect(named("PhotoProcessorDlq")).toMatchObject({ Threshold: 1, MetricName: "ApproximateNumberOfMessagesVisible" });
  expect(named("PhotoProcessorDlq").AlarmDescription).toMatch(/^Photos are stuck in processing/);
});

test("One error of a function without a caller raises an alarm, and five of one with callers", () => {
  expect(named("StreamProcessorErrors").Threshold).toBe(1);
  expect(named("MembersErrors").Threshold).toBe(5);
});

test("The budget notifies of actual and forecast costs", () => {
  const { Budget, NotificationsWithSubscribers } = resourceOf(monitoring, "AWS::Budgets::Budget").Properties;
  expect(Budget).toMatchObject({
    BudgetLimit: { Amount: 100, Unit: "USD" },
    TimeUnit: "MONTHLY",
    CostFilters: { TagKeyValue: ["user:stage$production"] },
  });
  const kinds = (NotificationsWithSubscribers as { Notification: Properties }[]).map(
    ({ Notification }) => Notification.NotificationType,
  );
  expect(kinds).toEqual(["ACTUAL", "FORECASTED"]);
});

test("Only alarms and budgets of the account may publish to the topic", () => {
  const { PolicyDocument } = resourceOf(monitoring, "AWS::SNS::TopicPolicy").Properties;
  const { Statement } = PolicyDocument as { Statement: { Effect: string; Principal: Properties; Condition: object }[] };
  const allowed = Statement.filter(({ Effect }) => Effect === "Allow");
  expect(allowed.map(({ Principal }) => Principal.Service)).toEqual([
    "cloudwatch.amazonaws.com",
    "budgets.amazonaws.com",
  ]);
  for (const { Condition } of allowed)
    expect(Condition).toMatchObject({ StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } });
});

test("The dashboard contains every metric with an alarm", () => {
  const dashboards = resourcesOf(monitoring, "AWS::CloudWatch::Dashboard");
  expect(dashboards).toHaveLength(1);
  const body = String(fold(dashboards[0]?.Properties.DashboardBody ?? null));
  for (const { Properties } of alarms) expect(body).toContain(`"${Properties.MetricName}"`);
});

test("Only the photo processor has reserved concurrency", () => {
  const reserved = Object.values(production)
    .flatMap((template) => resourcesOf(template, "AWS::Lambda::Function"))
    .flatMap(({ id, Properties }) => {
      const { ReservedConcurrentExecutions: most } = Properties;
      return most === undefined ? [] : [[id.replace(/[0-9A-F]{8}$/, ""), most]];
    });
  expect(reserved).toEqual([["PhotoProcessor", 50]]);
});

test("Only production has alarms", () => {
  for (const stage of [dev, local])
    for (const template of Object.values(stage)) expect(resourcesOf(template, "AWS::CloudWatch::Alarm")).toEqual([]);
});
