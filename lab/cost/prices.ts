/** What AWS asks for one of something, in USD. */
export type Price = {
  usd: number;
  /** How many that is for. */
  per: number;
  unit: string;
  source: string;
  /** `seen`: found so in what is published. `known`: as known of the published page, which could not be opened here. */
  certainty: "seen" | "known";
};

/** The day of this list, and where it holds. Free tiers, discounts for volume, reservations and taxes are left out. */
export const pricesOn = "2026-11-25";
export const pricesIn = "ap-southeast-1 (Singapore)";

const million = 1_000_000;
const pages = {
  apigateway: "https://aws.amazon.com/api-gateway/pricing/",
  cloudfront: "https://aws.amazon.com/cloudfront/pricing/",
  cloudwatch: "https://aws.amazon.com/cloudwatch/pricing/",
  dynamodb: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
  ec2: "https://aws.amazon.com/ec2/pricing/on-demand/",
  eventbridge: "https://aws.amazon.com/eventbridge/pricing/",
  kms: "https://aws.amazon.com/kms/pricing/",
  lambda: "https://aws.amazon.com/lambda/pricing/",
  s3: "https://aws.amazon.com/s3/pricing/",
  secrets: "https://aws.amazon.com/secrets-manager/pricing/",
  sqs: "https://aws.amazon.com/sqs/pricing/",
  xray: "https://aws.amazon.com/xray/pricing/",
} as const;

const known = (usd: number, per: number, unit: string, page: keyof typeof pages): Price => ({
  usd,
  per,
  unit,
  source: pages[page],
  certainty: "known",
});
const seen = (...price: Parameters<typeof known>): Price => ({ ...known(...price), certainty: "seen" });

/** Every price the model asks for. Check those that are only known before money depends on them. */
export const prices = {
  "HTTP API requests": known(1.25, million, "requests of up to 512 KB", "apigateway"),
  "Lambda requests": seen(0.2, million, "invocations", "lambda"),
  // The first step, up to 7.5 billion a month.
  "Lambda time": seen(0.0000133334, 1, "GB-seconds on Arm", "lambda"),
  "DynamoDB reads": known(0.1423, million, "read units", "dynamodb"),
  "DynamoDB writes": known(0.7115, million, "write units", "dynamodb"),
  "DynamoDB storage": known(0.285, 1, "GB-months", "dynamodb"),
  "DynamoDB backup by the second": known(0.228, 1, "GB-months", "dynamodb"),
  "S3 storage": known(0.025, 1, "GB-months", "s3"),
  "S3 writes": known(0.005, 1_000, "PUT requests", "s3"),
  "S3 reads": known(0.0004, 1_000, "GET requests", "s3"),
  "CloudFront requests": known(0.012, 10_000, "HTTPS requests", "cloudfront"),
  "CloudFront transfer": known(0.12, 1, "GB", "cloudfront"),
  "Transfer out": seen(0.12, 1, "GB", "ec2"),
  "KMS signatures": known(0.03, 10_000, "RSA 2048 signatures", "kms"),
  "KMS keys": known(1, 1, "keys", "kms"),
  "Secrets Manager": known(0.4, 1, "secrets", "secrets"),
  "SQS requests": known(0.4, million, "requests", "sqs"),
  "EventBridge events": known(1, million, "events", "eventbridge"),
  "CloudWatch logs": seen(0.7, 1, "GB written", "cloudwatch"),
  "CloudWatch log storage": known(0.03, 1, "GB-months", "cloudwatch"),
  "CloudWatch alarms": known(0.1, 1, "alarms", "cloudwatch"),
  "CloudWatch dashboards": known(3, 1, "dashboards", "cloudwatch"),
  "X-Ray traces": known(5, million, "traces", "xray"),
} as const satisfies Record<string, Price>;
export type PriceName = keyof typeof prices;

/** What so many cost. */
export const moneyFor = (name: PriceName, count: number): number => (count * prices[name].usd) / prices[name].per;
