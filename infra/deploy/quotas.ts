import type { Settings } from "../settings.ts";

/** Concurrent invocations that Lambda keeps unreserved.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const minUnreserved = 100;

/** What a stage needs in CloudFront, and the default quota of an account.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
export const edgeQuotas = {
  "cache policies": { type: "AWS::CloudFront::CachePolicy", needed: 2, quota: 20 },
  "origin request policies": { type: "AWS::CloudFront::OriginRequestPolicy", needed: 2, quota: 20 },
  "response headers policies": { type: "AWS::CloudFront::ResponseHeadersPolicy", needed: 1, quota: 20 },
  functions: { type: "AWS::CloudFront::Function", needed: 1, quota: 100 },
} as const;

/** Of the resource policies of CloudWatch Logs, which all APIs of a region share.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const maxLogPolicies = 10;
const maxLogPolicyLength = 5_120;
/** Characters of one more log group in a policy, with room for long names. */
const logPolicyEntry = 300;
const deliveryPolicy = /^AWSLogDeliveryWrite/;

/** What an account has, before a deployment. */
export type AccountUse = {
  region: string;
  /** Concurrent invocations: the quota, what no function has reserved, and what functions of this stage have. */
  concurrency: { quota: number; unreserved: number; own: number };
  /** Names by kind. */
  edge: Readonly<Record<keyof typeof edgeQuotas, readonly string[]>>;
  logPolicies: readonly { name: string; document: string }[];
};

/** What a deployment of a stage needs and the account does not have, one sentence each with what to do. */
export const exceededQuotas = (
  { stage, reservedConcurrency }: Pick<Settings, "stage" | "reservedConcurrency">,
  { region, concurrency, edge, logPolicies }: AccountUse,
): string[] => [
  ...exceededConcurrency(stage, reservedConcurrency, concurrency),
  ...(Object.keys(edgeQuotas) as (keyof typeof edgeQuotas)[]).flatMap((kind) => {
    const { needed, quota } = edgeQuotas[kind];
    const own = edge[kind].filter((name) => name.startsWith(`dangbo-${stage}-`) && name.endsWith(`-${region}`));
    const missing = Math.max(needed - own.length, 0);
    if (edge[kind].length + missing <= quota) return [];
    return [
      `CloudFront: the account has ${edge[kind].length} of ${quota} ${kind}, and the stage needs ${missing} more. Delete unused ` +
        "ones or request a higher quota (Service Quotas, Amazon CloudFront); with a higher one deploy with --ignore-quotas",
    ];
  }),
  ...exceededLogPolicies(logPolicies),
];

const exceededConcurrency = (
  stage: string,
  reserved: Settings["reservedConcurrency"],
  { quota, unreserved, own }: AccountUse["concurrency"],
): string[] => {
  const needed = Object.values(reserved).reduce((sum, each) => sum + each, 0);
  const lacking = minUnreserved - (unreserved + own - needed);
  if (needed === 0 || lacking <= 0) return [];
  return [
    `Lambda: the stage reserves ${needed} concurrent invocations and ${minUnreserved} must stay unreserved, but of the quota of ` +
      `${quota} the account has ${unreserved + own} left. Request a quota of ${quota + lacking} (Service Quotas, AWS Lambda, ` +
      `Concurrent executions), or set "reservedConcurrency": {} in the entry "${stage}" of infra/stages.json`,
  ];
};

/** API Gateway adds the log groups of access logs to a policy of the region; one entry covers all below /aws/vendedlogs/. */
const exceededLogPolicies = (policies: AccountUse["logPolicies"]): string[] => {
  const delivery = policies.filter(({ name }) => deliveryPolicy.test(name));
  if (delivery.some(({ document }) => document.includes("/aws/vendedlogs/"))) return [];
  if (delivery.some(({ document }) => document.length + logPolicyEntry <= maxLogPolicyLength)) return [];
  if (delivery.length > 0)
    return [
      `CloudWatch Logs: the resource policy ${delivery[0]?.name} has no room for further log groups (${maxLogPolicyLength} characters). ` +
        "Remove log groups that no longer exist from it: aws logs put-resource-policy",
    ];
  if (policies.length < maxLogPolicies) return [];
  return [
    `CloudWatch Logs: the region has ${policies.length} resource policies, the maximum, and access logs need one. ` +
      "Delete an unused one: aws logs delete-resource-policy",
  ];
};
