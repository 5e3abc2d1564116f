import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { erasuresPrefix, renditionsPrefix, uploadsPrefix } from "../../lib/contract/environment.ts";
import type { BucketAccess } from "../../lib/contract/functions.ts";
import type { TableUse } from "../../lib/contract/table-use.ts";
import type { PhotoStore } from "./photo-bucket.ts";

/** The parts of the bucket, by the prefix of their keys. */
export const objectPrefixes = {
  uploads: uploadsPrefix,
  renditions: renditionsPrefix,
  erasures: erasuresPrefix,
} as const;

/** What may be done with the objects under each prefix, and with the bucket. */
type ObjectActions = Partial<Record<keyof typeof objectPrefixes | "bucket", readonly string[]>>;

/** Nothing is deleted but by version: a delete marker would open a key again. */
export const objectActions: Readonly<Record<BucketAccess, ObjectActions>> = {
  none: {},
  announce: { uploads: ["s3:PutObject", "s3:GetObject"], renditions: ["s3:GetObject"] },
  show: { renditions: ["s3:GetObject"] },
  view: { uploads: ["s3:GetObject"], renditions: ["s3:GetObject"] },
  verify: {
    // The one version that it was told of: what else stands at the key is nobody's business here.
    uploads: ["s3:GetObjectVersion", "s3:DeleteObjectVersion"],
    renditions: ["s3:PutObject", "s3:GetObject", "s3:DeleteObjectVersion"],
    // Whoever may not list a bucket is answered 403 for an object that is gone: an arrival told twice would look like a fault.
    bucket: ["s3:ListBucket", "s3:ListBucketVersions"],
  },
  erase: {
    uploads: ["s3:DeleteObjectVersion"],
    renditions: ["s3:DeleteObjectVersion"],
    // Only added to: what is there must be erased again after every restore.
    erasures: ["s3:PutObject", "s3:GetObject"],
    bucket: ["s3:ListBucket", "s3:ListBucketVersions"],
  },
  remove: {
    uploads: ["s3:DeleteObjectVersion"],
    renditions: ["s3:DeleteObjectVersion"],
    bucket: ["s3:ListBucketVersions"],
  },
};

/** The table and each index that is queried by name: no wildcard. An index needs no right on its table. */
export const useTable = (tableArn: string, { items, indexes }: TableUse) => [
  ...statement(
    items.map((action) => `dynamodb:${action}`),
    [tableArn],
  ),
  ...(indexes.length === 0
    ? []
    : statement(
        ["dynamodb:Query"],
        indexes.map((index) => `${tableArn}/index/${index}`),
      )),
];

export const useBucket = (store: PhotoStore, access: BucketAccess) => {
  const { bucket = [], ...parts } = objectActions[access];
  return [
    ...partsOf(parts).flatMap(({ prefix, actions }) => statement(actions, [`${store.arn}/${prefix}*`])),
    ...statement(bucket, [store.arn]),
  ];
};

/** The parts of the bucket that are used, each with its prefix and what is done there. */
export const partsOf = (parts: ObjectActions) =>
  Object.entries(objectPrefixes).flatMap(([part, prefix]) => {
    const actions = parts[part as keyof typeof objectPrefixes];
    return actions === undefined ? [] : [{ prefix, actions }];
  });

/** Sign as the tokens are signed (RS256), and read the public half. */
/** The first key signs, all are published. */
export const signWith = (keyArns: readonly string[]) => [
  new PolicyStatement({
    actions: ["kms:Sign"],
    resources: keyArns.slice(0, 1),
    conditions: { StringEquals: { "kms:SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256" } },
  }),
  new PolicyStatement({ actions: ["kms:GetPublicKey"], resources: [...keyArns] }),
];

/** A log group's ARN as CloudFormation gives it ends in `:*`, its streams. */
export const writeLogs = (logGroupArn: string) =>
  new PolicyStatement({ actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [logGroupArn] });

export const readStream = (streamArn: string) => [
  new PolicyStatement({
    actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
    resources: [streamArn],
  }),
  // Listing streams knows no resource smaller than the account.
  new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: ["*"] }),
];

/** A batch of messages needs no action of its own. */
export const sendTo = (queueArns: string[]) => statement(["sqs:SendMessage"], queueArns);

/** What Lambda asks for to start a function by a queue.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const receiveFrom = (queueArn: string) =>
  new PolicyStatement({
    actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    resources: [queueArn],
  });

export const publishTo = (busArn: string) => statement(["events:PutEvents"], [busArn]);

const statement = (actions: readonly string[], resources: string[]) =>
  actions.length === 0 ? [] : [new PolicyStatement({ actions: [...actions], resources })];
