import { resolveValue } from "../../../infra/local/template/intrinsics.ts";
import { monitoring, production } from "../support/stages.ts";
import type { Properties } from "../support/template.ts";

/** Properties with names that are unique in an account, not in one of its regions, or in the whole of AWS. */
const accountWide: Readonly<Record<string, readonly string[]>> = {
  "AWS::Budgets::Budget": ["Budget.BudgetName"],
  "AWS::CloudFront::CachePolicy": ["CachePolicyConfig.Name"],
  "AWS::CloudFront::Distribution": ["DistributionConfig.Aliases"],
  "AWS::CloudFront::Function": ["Name"],
  "AWS::CloudFront::OriginAccessControl": ["OriginAccessControlConfig.Name"],
  "AWS::CloudFront::OriginRequestPolicy": ["OriginRequestPolicyConfig.Name"],
  "AWS::CloudFront::ResponseHeadersPolicy": ["ResponseHeadersPolicyConfig.Name"],
  "AWS::IAM::ManagedPolicy": ["ManagedPolicyName"],
  "AWS::IAM::Policy": [],
  "AWS::IAM::Role": ["RoleName"],
  "AWS::S3::Bucket": ["BucketName"],
};
/** Their names are unique in a region. */
const regional = [
  "AWS::ApiGatewayV2::Api",
  "AWS::ApiGatewayV2::ApiMapping",
  "AWS::ApiGatewayV2::Authorizer",
  "AWS::ApiGatewayV2::DomainName",
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::ApiGatewayV2::Stage",
  "AWS::CDK::Metadata",
  "AWS::CloudWatch::Alarm",
  "AWS::DynamoDB::Table",
  "AWS::Events::EventBus",
  "AWS::KMS::Key",
  "AWS::Lambda::EventInvokeConfig",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::Function",
  "AWS::Lambda::Permission",
  "AWS::Logs::LogGroup",
  "AWS::S3::BucketPolicy",
  "AWS::SecretsManager::Secret",
  "AWS::SNS::Topic",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::Queue",
  "AWS::SQS::QueuePolicy",
];

const resources = [...Object.values(production), monitoring].flatMap(({ Resources }) => Object.entries(Resources));

const account = "111122223333";
const unknown = async (name: string): Promise<never> => {
  throw new Error(`A name depends on ${name}`);
};

/** The value of a property in a region; undefined where AWS generates the name. */
const nameIn = (region: string, properties: Properties, path: string): Promise<unknown> => {
  const value = path.split(".").reduce<unknown>((inner, key) => (inner as Properties | undefined)?.[key], properties);
  const pseudo: Record<string, string> = { "AWS::Region": region, "AWS::AccountId": account };
  const ref = async (name: string) => pseudo[name] ?? unknown(name);
  return resolveValue(value, { ref, attribute: unknown, import: unknown, condition: unknown }, () => "");
};

const namesIn = async (region: string): Promise<string[]> => {
  const found = resources.flatMap(([, { Type, Properties }]) =>
    (accountWide[Type] ?? []).map(async (path) => {
      const name = await nameIn(region, Properties, path);
      return name === undefined ? [] : [name].flat().map((each) => `${Type} ${String(each)}`);
    }),
  );
  return (await Promise.all(found)).flat();
};

test("Two regions of one account have no common account-wide name", async () => {
  const [first, second] = await Promise.all(["ap-southeast-1", "eu-central-1"].map(namesIn));
  expect(first).toHaveLength(second?.length ?? 0);
  expect(first?.length).toBeGreaterThanOrEqual(8);
  expect(first?.filter((name) => second?.includes(name))).toEqual([]);
});

test("Names that are unique in an account differ within a stage", async () => {
  const names = await namesIn("ap-southeast-1");
  expect(new Set(names).size).toBe(names.length);
});

test("Of every type in the templates it is known whether its names are unique in an account or in a region", () => {
  const known = [...Object.keys(accountWide), ...regional];
  expect([...new Set(resources.map(([, { Type }]) => Type))].filter((type) => !known.includes(type))).toEqual([]);
});
