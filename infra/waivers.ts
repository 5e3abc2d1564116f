import { type FunctionContract, type FunctionName, functions } from "../lib/contract/functions.ts";
import { type QueueName, queues } from "../lib/contract/queues.ts";
import { routeKeys } from "../lib/contract/route.ts";
import { otherPages } from "../lib/contract/routes/pages.ts";
import { routeList } from "../lib/contract/routes.ts";
import { objectActions, partsOf } from "./constructs/permissions.ts";
import { dlqId, queueId, toConstructId } from "./names.ts";
import { secretGenerations } from "./settings.ts";

/** An accepted finding of cdk-nag, with the reason. A waiver without a finding fails the tests. */
type Waiver = { rule: string; resource: string; reason: string };

const names = Object.keys(functions) as FunctionName[];
const stackOf = (name: FunctionName) =>
  ({ photoProcessor: "Photos", objectCleanup: "Photos", token: "Issuer" })[name as string] ?? "Api";
const pathOf = (name: FunctionName) => `${stackOf(name)}/${toConstructId(name)}`;

const streamReaders: Waiver[] = names
  .filter((name) => (functions[name] as FunctionContract).trigger === "table-stream")
  .map((name) => ({
    rule: "AwsSolutions-IAM5[Resource::*]",
    resource: `${pathOf(name)}Role/DefaultPolicy/Resource`,
    reason: "dynamodb:ListStreams supports no resource-level permissions",
  }));

const untraced: Waiver[] = names.map((name) => ({
  rule: "Serverless-LambdaTracing",
  resource: `${pathOf(name)}/Resource`,
  reason:
    "Traces without the calls to table and storage show less than the logs (docs/decisions/029-logs-and-traces.md)",
}));

const objects = (stage: string): Waiver[] =>
  names.flatMap((name) =>
    partsOf(objectActions[functions[name].bucket]).map(({ prefix }) => ({
      rule: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::dangbo-${stage}-photos-<AWS::AccountId>-<AWS::Region>/${prefix}*]`,
      resource: `${pathOf(name)}Role/DefaultPolicy/Resource`,
      reason: "Object keys are generated at run time; the wildcard is limited to this prefix",
    })),
  );

/** The CDK replaces slashes in ids of constructs. */
const constructId = (id: string) => id.replaceAll("/", "--");

const openRoutes: Waiver[] = [
  ...routeList
    .filter(({ scope }) => scope === "open")
    .flatMap((route) => {
      const ids = [route.operation, ...routeKeys(route).slice(1).map(constructId)];
      const apis = route.function === "token" ? ["Issuer/IssuerApi", "Api/Api"] : ["Api/Api"];
      return apis.flatMap((api) => ids.map((id) => `${api}/${id}`));
    })
    .map((resource) => ({
      rule: "AwsSolutions-APIG4",
      resource,
      reason: "Public by the contract: published pages and documents, or the token endpoint",
    })),
  ...routeKeys(otherPages).map((key) => ({
    rule: "AwsSolutions-APIG4",
    resource: `Api/Api/${constructId(key)}`,
    reason: "Paths without a page return 404 as a page, as public as the pages around them",
  })),
  {
    rule: "AwsSolutions-APIG4",
    resource: "Api/Api/$default",
    reason: "Unknown paths return 404 as a problem document, with or without a token",
  },
];

/** Why functions have no dead-letter queue of their own, by event source. */
const failureHandling: Readonly<Record<NonNullable<FunctionContract["trigger"]> | "http", string>> = {
  "table-stream": "Its event source has an on-failure destination, whose messages contain more details",
  "object-created": "Its event source has an on-failure destination, whose messages contain more details",
  queue: "Its source queue has a dead-letter queue",
  http: "API Gateway invokes it synchronously, so that no event can be lost",
};

const deadLetters: Waiver[] = names.map((name) => ({
  rule: "Serverless-LambdaDLQ",
  resource: `${pathOf(name)}/Resource`,
  reason: failureHandling[(functions[name] as FunctionContract).trigger ?? "http"],
}));

const failureDestinations: Waiver[] = (["photoProcessor", "objectCleanup", "streamProcessor"] as const).flatMap(
  (name) =>
    ["AwsSolutions-SQS3", "Serverless-SQSRedrivePolicy"].map((rule) => ({
      rule,
      resource: `${stackOf(name)}/${dlqId(name)}/Resource`,
      reason: "It is a dead-letter queue, without a consumer that could fail",
    })),
);

const workQueues: Waiver[] = (Object.keys(queues) as QueueName[]).flatMap((name) => [
  {
    rule: "Serverless-SQSRedrivePolicy",
    resource: `Api/${dlqId(name)}/Resource`,
    reason: "It is a dead-letter queue, without a consumer that could fail",
  },
  {
    rule: "Serverless-LambdaEventSourceMappingDestination",
    resource: `Api/${queueId(name)}/Mapping/Resource`,
    reason: "Lambda supports no failure destination for SQS; the queue has a dead-letter queue",
  },
]);

const edge: Waiver[] = [
  { rule: "CFR1", reason: "Published pages are for readers in all countries" },
  {
    rule: "CFR2",
    reason:
      "It is read-only, passes only a slug, a section and a sealed cursor, and the API behind it is throttled. An account may add a WAF",
  },
  { rule: "CFR3", reason: "Its logs would contain addresses of readers; the API logs each request with its route" },
  {
    rule: "CFR4",
    reason: "CloudFront sets the minimum protocol for its own domain names; with a domain of the stage it is TLS 1.2",
  },
].map(({ rule, reason }) => ({ rule: `AwsSolutions-${rule}`, resource: "Api/Edge/Distribution/Resource", reason }));

const secretsAndBucket: Waiver[] = [
  {
    rule: "AwsSolutions-S1",
    resource: "Photos/Bucket/Resource",
    reason:
      "S3 access logs contain addresses and are best effort; the API log names the client of each upload, and CloudTrail data events can be enabled for an audit",
  },
  {
    rule: "AwsSolutions-SMG4",
    resource: `Api/CursorKey${secretGenerations.CursorKey}/Resource`,
    reason: "A rotation invalidates all cursors; docs/operate.md describes it",
  },
  {
    rule: "AwsSolutions-SMG4",
    resource: `Api/ErasedIdKey${secretGenerations.ErasedIdKey}/Resource`,
    reason: "With another secret, external ids of erased members would be accepted again; docs/operate.md describes it",
  },
  {
    rule: "AwsSolutions-SMG4",
    resource: `Issuer/AdminClientSecret${secretGenerations.AdminClientSecret}/Resource`,
    reason: "It is passed to the function at deployment; docs/operate.md describes the rotation",
  },
];

/** All waivers of a stage on AWS. */
export const waivers = (stage: string): readonly Waiver[] => [
  ...streamReaders,
  ...untraced,
  ...objects(stage),
  ...openRoutes,
  ...deadLetters,
  ...failureDestinations,
  ...workQueues,
  ...edge,
  ...secretsAndBucket,
];
