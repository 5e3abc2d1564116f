import type { Caller } from "./caller.ts";
import type { Asked } from "./decide.ts";

/** What Lambda itself does with a function's role, and asks for before it makes what the template says. */
export type Demand = { caller: Caller; what: string; asked: readonly Asked[] };

const on = (resource: string, ...actions: string[]): Asked[] => actions.map((action) => ({ action, resource }));

/** https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html */
export const tracing = on("*", "xray:PutTraceSegments", "xray:PutTelemetryRecords");

/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb.html */
export const streamReading = (arn: string) => [
  ...on(arn, "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
  ...on("*", "dynamodb:ListStreams"),
];

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const queueReading = (arn: string) =>
  on(arn, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export const failureSending = (arn: string) => on(arn, "sqs:SendMessage");

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html */
export const logWriting = (groupArn: string) =>
  on(`${groupArn}:log-stream:local`, "logs:CreateLogStream", "logs:PutLogEvents");

/** The demands that the roles do not meet, each in a line. */
export const unmet = (demands: readonly Demand[]): string[] =>
  demands.flatMap(({ caller, what, asked }) =>
    asked.flatMap((each) => {
      const refused = caller.refused(each);
      return refused === undefined ? [] : [`${caller.name} (${what}): ${refused}`];
    }),
  );
