import { DescribeStacksCommand, ListStackResourcesCommand } from "@aws-sdk/client-cloudformation";
import {
  ListCachePoliciesCommand,
  ListFunctionsCommand,
  ListOriginRequestPoliciesCommand,
  ListResponseHeadersPoliciesCommand,
} from "@aws-sdk/client-cloudfront";
import { DescribeResourcePoliciesCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import type { Clients } from "../../../infra/deploy/account-use.ts";
import type { DeployedStack } from "../../../infra/deploy/deployed-stacks.ts";
import { fakeAwsClient } from "../support/fake-aws-client.ts";

export const region = "ap-southeast-1";

/** A deployed stack. */
export const stackOf = (
  outputs: DeployedStack["outputs"] = {},
  { status = "UPDATE_COMPLETE", isProtected = false } = {},
): DeployedStack => ({ status, isProtected, outputs });

type Account = {
  /** By full name. They may change between calls. */
  stacks: Record<string, DeployedStack>;
  quota?: number;
  /** Concurrency that each function has reserved. */
  reserved?: Record<string, number>;
  cachePolicies?: string[];
  logPolicies?: Record<string, string>;
  buckets?: string[];
};

/** Clients of an account with these contents. */
export const accountWith = (account: Account): Clients => {
  const { quota = 1_000, reserved = {}, cachePolicies = [], logPolicies = {}, buckets = [] } = account;
  const reservedInAll = Object.values(reserved).reduce((sum, each) => sum + each, 0);
  return {
    cloudformation: fakeAwsClient(
      [
        DescribeStacksCommand,
        ({ StackName }: { StackName: string }) => {
          const stack = account.stacks[StackName];
          if (stack === undefined) throw new Error(`Stack with id ${StackName} does not exist`);
          const Outputs = Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
          return { Stacks: [{ StackStatus: stack.status, EnableTerminationProtection: stack.isProtected, Outputs }] };
        },
      ],
      [
        ListStackResourcesCommand,
        ({ StackName }: { StackName: string }) => ({
          StackResourceSummaries: Object.keys(reserved)
            .filter((name) => name.startsWith(StackName))
            .map((name) => ({ ResourceType: "AWS::Lambda::Function", PhysicalResourceId: name })),
        }),
      ],
    ),
    lambda: fakeAwsClient(
      [
        GetAccountSettingsCommand,
        () => ({
          AccountLimit: { ConcurrentExecutions: quota, UnreservedConcurrentExecutions: quota - reservedInAll },
        }),
      ],
      [
        GetFunctionConcurrencyCommand,
        ({ FunctionName }: { FunctionName: string }) => ({ ReservedConcurrentExecutions: reserved[FunctionName] }),
      ],
    ),
    cloudfront: fakeAwsClient(
      [
        ListCachePoliciesCommand,
        () => ({
          CachePolicyList: { Items: cachePolicies.map((Name) => ({ CachePolicy: { CachePolicyConfig: { Name } } })) },
        }),
      ],
      [ListOriginRequestPoliciesCommand, () => ({ OriginRequestPolicyList: { Quantity: 0 } })],
      [ListResponseHeadersPoliciesCommand, () => ({ ResponseHeadersPolicyList: { Quantity: 0 } })],
      [ListFunctionsCommand, () => ({ FunctionList: { Quantity: 0 } })],
    ),
    logs: fakeAwsClient([
      DescribeResourcePoliciesCommand,
      () => ({
        resourcePolicies: Object.entries(logPolicies).map(([policyName, policyDocument]) => ({
          policyName,
          policyDocument,
        })),
      }),
    ]),
    s3: fakeAwsClient([ListBucketsCommand, () => ({ Buckets: buckets.map((Name) => ({ Name })) })]),
  };
};
