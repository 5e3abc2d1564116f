import type { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import {
  type CloudFrontClient,
  ListCachePoliciesCommand,
  ListFunctionsCommand,
  ListOriginRequestPoliciesCommand,
  ListResponseHeadersPoliciesCommand,
} from "@aws-sdk/client-cloudfront";
import { type CloudWatchLogsClient, DescribeResourcePoliciesCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, type S3Client } from "@aws-sdk/client-s3";
import { stackNameOf } from "../names.ts";
import { findResources } from "../stage-resources.ts";
import { type DeployedStacks, isNew } from "./deployed-stacks.ts";
import type { AccountUse } from "./quotas.ts";

export type Clients = {
  cloudformation: CloudFormationClient;
  cloudfront: CloudFrontClient;
  lambda: LambdaClient;
  logs: CloudWatchLogsClient;
  s3: S3Client;
};

type Deployment = { stage: string; region: string; stacks: DeployedStacks };

export const readAccountUse = async (
  { cloudformation, cloudfront, lambda, logs }: Omit<Clients, "s3">,
  { stage, region, stacks }: Deployment,
): Promise<AccountUse> => {
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  return {
    region,
    concurrency: {
      quota: AccountLimit?.ConcurrentExecutions ?? 0,
      unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? 0,
      own: await readOwnReservation({ cloudformation, lambda }, { stage, region, stacks }),
    },
    edge: await readEdgeNames(cloudfront),
    logPolicies: await readLogPolicies(logs),
  };
};

/** Concurrency that functions of the stage have reserved. */
const readOwnReservation = async (
  { cloudformation, lambda }: Pick<Clients, "cloudformation" | "lambda">,
  { stage, stacks }: Deployment,
): Promise<number> => {
  const existing = ["photos", "issuer", "api"].filter((name) => stacks[name] !== undefined);
  let sum = 0;
  for (const { type, id: FunctionName } of await findResources(cloudformation, stage, existing)) {
    if (type !== "AWS::Lambda::Function" || FunctionName === "") continue;
    const { ReservedConcurrentExecutions = 0 } = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    sum += ReservedConcurrentExecutions;
  }
  return sum;
};

/** A page of at most 100 contains the quotas of policies many times over; further functions are not read. */
const MaxItems = 100;

const readEdgeNames = async (cloudfront: CloudFrontClient): Promise<AccountUse["edge"]> => {
  const options = { Type: "custom", MaxItems } as const;
  const [cache, request, headers, functions] = await Promise.all([
    cloudfront.send(new ListCachePoliciesCommand(options)),
    cloudfront.send(new ListOriginRequestPoliciesCommand(options)),
    cloudfront.send(new ListResponseHeadersPoliciesCommand(options)),
    cloudfront.send(new ListFunctionsCommand({ MaxItems })),
  ]);
  const named = (names: (string | undefined)[] = []) => names.filter((name) => name !== undefined);
  return {
    "cache policies": named(cache.CachePolicyList?.Items?.map((each) => each.CachePolicy?.CachePolicyConfig?.Name)),
    "origin request policies": named(
      request.OriginRequestPolicyList?.Items?.map((each) => each.OriginRequestPolicy?.OriginRequestPolicyConfig?.Name),
    ),
    "response headers policies": named(
      headers.ResponseHeadersPolicyList?.Items?.map(
        (each) => each.ResponseHeadersPolicy?.ResponseHeadersPolicyConfig?.Name,
      ),
    ),
    functions: named(functions.FunctionList?.Items?.map(({ Name }) => Name)),
  };
};

const readLogPolicies = async (logs: CloudWatchLogsClient): Promise<AccountUse["logPolicies"]> => {
  const { resourcePolicies = [] } = await logs.send(new DescribeResourcePoliciesCommand({}));
  return resourcePolicies.map(({ policyName: name = "", policyDocument: document = "" }) => ({ name, document }));
};

/** A bucket that remained when the stage was removed: a new one cannot have its name. */
export const bucketsInTheWay = async (s3: S3Client, { stage, region, stacks }: Deployment): Promise<string[]> => {
  if (!isNew(stacks.photos)) return [];
  const prefix = `dangbo-${stage}-photos-`;
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({ Prefix: prefix }));
  return Buckets.flatMap(({ Name = "" }) =>
    Name.startsWith(prefix) && Name.endsWith(`-${region}`)
      ? [
          `The bucket ${Name} exists, but not the stack ${stackNameOf(stage, "photos")}: it remained when the stage was removed. ` +
            "See docs/deploy.md, Bring a removed stage back",
        ]
      : [],
  );
};
