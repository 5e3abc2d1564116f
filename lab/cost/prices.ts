/** A list price of AWS in USD. */
export type Price = {
  usd: number;
  /** The quantity of that price. */
  per: number;
  unit: string;
  source: string;
  /** Whether the price was read from AWS on the day of the list; else it is as known before. */
  isVerified: boolean;
};

/** Day and region of the list. Free tiers, discounts for volume, reservations and taxes are left out. */
export const pricesOn = "2026-11-25";
export const pricesIn = "ap-southeast-1 (Singapore)";

const million = 1_000_000;
const unverified = (usd: number, per: number, unit: string, page: string): Price => {
  const source = `https://aws.amazon.com/${page}/`;
  return { usd, per, unit, source, isVerified: false };
};
const verified = (...price: Parameters<typeof unverified>): Price => ({ ...unverified(...price), isVerified: true });

/** Every price of the model. Verify the others before money depends on them. */
export const prices = {
  "HTTP API requests": unverified(1.25, million, "requests of up to 512 KB", "api-gateway/pricing"),
  "Lambda requests": verified(0.2, million, "invocations", "lambda/pricing"),
  // The first step, up to 7.5 billion a month.
  "Lambda time": verified(0.0000133334, 1, "GB-seconds on Arm", "lambda/pricing"),
  "DynamoDB reads": unverified(0.1423, million, "read units", "dynamodb/pricing/on-demand"),
  "DynamoDB writes": unverified(0.7115, million, "write units", "dynamodb/pricing/on-demand"),
  "DynamoDB storage": unverified(0.285, 1, "GB-months", "dynamodb/pricing/on-demand"),
  "DynamoDB backup by the second": unverified(0.228, 1, "GB-months", "dynamodb/pricing/on-demand"),
  "S3 storage": unverified(0.025, 1, "GB-months", "s3/pricing"),
  "S3 writes": unverified(0.005, 1_000, "PUT requests", "s3/pricing"),
  "S3 reads": unverified(0.0004, 1_000, "GET requests", "s3/pricing"),
  "CloudFront requests": unverified(0.012, 10_000, "HTTPS requests", "cloudfront/pricing"),
  "CloudFront transfer": unverified(0.12, 1, "GB", "cloudfront/pricing"),
  "Transfer out": verified(0.12, 1, "GB", "ec2/pricing/on-demand"),
  "KMS signatures": unverified(0.03, 10_000, "RSA 2048 signatures", "kms/pricing"),
  "KMS keys": unverified(1, 1, "keys", "kms/pricing"),
  "Secrets Manager": unverified(0.4, 1, "secrets", "secrets-manager/pricing"),
  "SQS requests": unverified(0.4, million, "requests", "sqs/pricing"),
  "EventBridge events": unverified(1, million, "events", "eventbridge/pricing"),
  "CloudWatch logs": verified(0.7, 1, "GB written", "cloudwatch/pricing"),
  "CloudWatch log storage": unverified(0.03, 1, "GB-months", "cloudwatch/pricing"),
  "CloudWatch alarms": unverified(0.1, 1, "metrics of alarms", "cloudwatch/pricing"),
} as const satisfies Record<string, Price>;
export type PriceName = keyof typeof prices;

/** The cost of a quantity. */
export const moneyFor = (name: PriceName, count: number): number => (count * prices[name].usd) / prices[name].per;
