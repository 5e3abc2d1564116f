import { toConstructId } from "../../../infra/names.ts";
import { type FunctionContract, functions } from "../../../lib/contract/functions.ts";
import { dev, local, monitoring, production } from "../support/stages.ts";
import { fold, type Json, type Properties, resourceOf, resourcesOf } from "../support/template.ts";

const alarms = resourcesOf(monitoring, "AWS::CloudWatch::Alarm");
const named = (name: string) => {
  const found = alarms.find(({ Properties }) => Properties.AlarmName === `dangbo-production-${name}`);
  if (found === undefined) throw new Error(`No alarm ${name}`);
  return found.Properties;
};
/** The metrics of an alarm with their dimensions, whose references contain logical ids. */
const metricsOf = (name: string): string[] =>
  (named(name).Metrics as { MetricStat?: { Metric: { MetricName: string; Dimensions: { Value: Json }[] } } }[]).flatMap(
    ({ MetricStat: stat }) =>
      stat
        ? [`${stat.Metric.MetricName} of ${stat.Metric.Dimensions.map(({ Value }) => JSON.stringify(Value)).join(" ")}`]
        : [],
  );

/** Resources of all stacks but the alarms', by the name under which the alarms refer to them. */
const inStacks = (type: string) =>
  Object.values(production).flatMap((template) => resourcesOf(template, type).map((each) => ({ ...each, template })));

test("At most twelve alarms reach every API, stream, queue, dead-letter queue, table and index", () => {
  expect(alarms.length).toBeLessThanOrEqual(12);
  for (const { Properties } of alarms) expect((Properties.Metrics as object[]).length).toBeLessThanOrEqual(11);
  const reached = (alarm: string, metric: string, ids: readonly string[]) => {
    const found = metricsOf(alarm).filter((one) => one.startsWith(`${metric} of `));
    expect(ids.filter((id) => !found.some((one) => one.includes(id)))).toEqual([]);
    expect(found).toHaveLength(ids.length);
  };
  const idsOf = (type: string) => inStacks(type).map(({ id }) => id);
  reached("ApiFailures", "5xx", idsOf("AWS::ApiGatewayV2::Api"));
  reached("ApiLatency", "Latency", idsOf("AWS::ApiGatewayV2::Api"));
  const mappings = inStacks("AWS::Lambda::EventSourceMapping").map(({ Properties }) => ({
    source: JSON.stringify(fold(Properties.EventSourceArn ?? null)),
    target: String(fold(Properties.FunctionName ?? null)).replace(/[${}]/g, ""),
  }));
  const ofStream = mappings.filter(({ source }) => /Stream/.test(source)).map(({ target }) => target);
  const ofQueues = mappings.filter(({ source }) => !/Stream/.test(source)).map(({ target }) => target);
  expect([ofStream.length, ofQueues.length]).toEqual([2, 2]);
  reached("StreamLag", "IteratorAge", ofStream);
  const queueResources = inStacks("AWS::SQS::Queue");
  const isDeadLetters = ({ Properties }: { Properties: Properties }) => Properties.RedrivePolicy === undefined;
  reached(
    "QueueBacklog",
    "ApproximateAgeOfOldestMessage",
    queueResources.filter((one) => !isDeadLetters(one)).map(({ id }) => id),
  );
  reached(
    "DeadLetters",
    "ApproximateNumberOfMessagesVisible",
    queueResources.filter(isDeadLetters).map(({ id }) => id),
  );
  const called = inStacks("AWS::Lambda::Permission").filter(
    ({ Properties }) => Properties.Principal === "s3.amazonaws.com",
  );
  const byStorage = called.map(({ Properties }) =>
    String(fold(Properties.FunctionName ?? null)).replace(/[${}]|\.Arn/g, ""),
  );
  reached("RecursionDropped", "RecursiveInvocationsDropped", [...ofQueues, ...byStorage]);
  const [table] = inStacks("AWS::DynamoDB::Table");
  const indexes = (table?.Properties.GlobalSecondaryIndexes as { IndexName: string }[]).map(
    ({ IndexName }) => IndexName,
  );
  for (const metric of ["ReadThrottleEvents", "WriteThrottleEvents"])
    reached("TableThrottles", metric, [`${table?.id}`, ...indexes]);
});

test("Every function without a caller is reached by its stream, its queue or its dead letters", () => {
  const triggered = Object.entries<FunctionContract>(functions).filter(([, { trigger }]) => trigger !== undefined);
  const letters = metricsOf("DeadLetters").join();
  expect(triggered.filter(([name]) => !letters.includes(`${toConstructId(name)}Dlq`))).toEqual([]);
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
  expect(named("ApiLatency")).toMatchObject({ Threshold: 2_000, EvaluationPeriods: 3 });
  expect(named("StreamLag")).toMatchObject({ Threshold: 300_000 });
  expect(named("QueueBacklog")).toMatchObject({ Threshold: 900 });
  expect(named("DeadLetters")).toMatchObject({ Threshold: 1 });
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
