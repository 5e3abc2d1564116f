import { type FunctionName, type FunctionSettings, functions } from "../lib/contract/functions.ts";
import { queues } from "../lib/contract/queues.ts";
import { routeList } from "../lib/contract/routes.ts";
import { objectActions, partsOf } from "./constructs/permissions.ts";
import { toConstructId } from "./names.ts";
import { secretGenerations } from "./settings.ts";

/** What cdk-nag finds in one resource and we keep, with the reason. A waiver without a finding fails the tests too. */
export type Waiver = { rule: string; resource: string; reason: string };

const names = Object.keys(functions) as FunctionName[];
const stackOf = (name: FunctionName) =>
  ({ photoProcessor: "Photos", objectCleanup: "Photos", token: "Issuer" })[name as string] ?? "Api";
const pathOf = (name: FunctionName) => `${stackOf(name)}/${toConstructId(name)}`;

const traces: Waiver[] = names.map((name) => ({
  rule: "AwsSolutions-IAM5[Resource::*]",
  resource: `${pathOf(name)}Role/DefaultPolicy/Resource`,
  reason:
    name === "streamProcessor" || name === "objectCleanup"
      ? "X-Ray knows no resource to write traces to, nor DynamoDB one to list streams of, smaller than the account"
      : "X-Ray knows no resource to write traces to smaller than the account",
}));

const objects = (stage: string): Waiver[] =>
  names.flatMap((name) =>
    partsOf(objectActions[functions[name].bucket]).map(({ prefix }) => ({
      rule: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::dangbo-${stage}-photos-<AWS::AccountId>-<AWS::Region>/${prefix}*]`,
      resource: `${pathOf(name)}Role/DefaultPolicy/Resource`,
      reason: "Object keys are made while it runs; the role reaches those under this prefix and no others",
    })),
  );

const openRoutes: Waiver[] = [
  ...routeList
    .filter(({ scope }) => scope === "open")
    .flatMap((route) => [
      ...(route.function === "token" ? [`Issuer/IssuerApi/${route.operation}`] : []),
      `Api/Api/${route.operation}`,
    ])
    .map((resource) => ({
      rule: "AwsSolutions-APIG4",
      resource,
      reason: "Open by the contract: published for everybody, telling nothing of the record, or how a token is come by",
    })),
  {
    rule: "AwsSolutions-APIG4",
    resource: "Api/Api/Unknown",
    reason: "An unknown path is answered 404 as a problem, with or without a token",
  },
];

/** Why no function needs a dead-letter queue of its own, by what starts it. */
const endOf: Readonly<Record<NonNullable<FunctionSettings["trigger"]> | "http", string>> = {
  "table-stream": "Its trigger has an on-failure queue, which keeps more of a failure than a dead-letter queue does",
  "object-created": "Its trigger has an on-failure queue, which keeps more of a failure than a dead-letter queue does",
  queue: "The queue that starts it has a queue of dead letters for what it never does",
  http: "Only API Gateway calls it, and waits for the answer: nothing is queued that could be lost",
};

const deadLetters: Waiver[] = names.map((name) => ({
  rule: "Serverless-LambdaDLQ",
  resource: `${pathOf(name)}/Resource`,
  reason: endOf[(functions[name] as FunctionSettings).trigger ?? "http"],
}));

const failures: Waiver[] = ["Photos/PhotoProcessorDlq", "Photos/ObjectCleanupDlq", "Api/StreamProcessorDlq"].flatMap(
  (queue) =>
    ["AwsSolutions-SQS3", "Serverless-SQSRedrivePolicy"].map((rule) => ({
      rule,
      resource: `${queue}/Resource`,
      reason: "It is itself where failures end; nothing consumes it that could fail",
    })),
);

const context: Waiver[] = Object.keys(queues).flatMap((name) => [
  {
    rule: "Serverless-SQSRedrivePolicy",
    resource: `Api/${toConstructId(name)}Dlq/Resource`,
    reason: "It holds the dead letters of another queue; nothing consumes it that could fail",
  },
  {
    rule: "Serverless-LambdaEventSourceMappingDestination",
    resource: `Api/${toConstructId(name)}Queue/Mapping/Resource`,
    reason: "Lambda takes no destination of failures for a queue: what fails ends among the queue's own dead letters",
  },
]);

const edge: Waiver[] = [
  { rule: "CFR1", reason: "What is published is for readers anywhere" },
  {
    rule: "CFR2",
    reason:
      "It only reads, without parameters that reach the table but a slug, a section and a sealed cursor; the API behind it is throttled. A firewall is the account's to add",
  },
  { rule: "CFR3", reason: "Its logs would hold the addresses of readers; the API logs each request by its route" },
  {
    rule: "CFR4",
    reason:
      "A name of CloudFront's own comes with a certificate for which CloudFront sets the oldest protocol; with -c pagesDomain and -c pagesCertificate readers need TLS 1.2",
  },
].map(({ rule, reason }) => ({ rule: `AwsSolutions-${rule}`, resource: "Api/Edge/Distribution/Resource", reason }));

const singles: Waiver[] = [
  {
    rule: "AwsSolutions-S1",
    resource: "Photos/Bucket/Resource",
    reason:
      "S3's access logs hold the addresses of people and come late or not at all; every upload is announced through the API, whose log names the client, and CloudTrail's data events can be switched on where an audit asks for them",
  },
  {
    rule: "AwsSolutions-SMG4",
    resource: `Api/CursorKey${secretGenerations.CursorKey}/Resource`,
    reason:
      "A change makes every cursor in the hands of callers worthless; docs/deploy.md says how to change it if it leaks",
  },
  {
    rule: "AwsSolutions-SMG4",
    resource: `Issuer/AdminClientSecret${secretGenerations.AdminClientSecret}/Resource`,
    reason: "It reaches the function when the stack is deployed; docs/deploy.md says how to change it",
  },
];

/** Every waiver of a stage that runs on AWS. */
export const waivers = (stage: string): readonly Waiver[] => [
  ...traces,
  ...objects(stage),
  ...openRoutes,
  ...deadLetters,
  ...failures,
  ...context,
  ...edge,
  ...singles,
];
