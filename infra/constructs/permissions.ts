import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { erasuresPrefix, renditionsPrefix, uploadsPrefix } from "../../lib/contract/environment.ts";
import type { BucketAccess, TableAccess } from "../../lib/contract/functions.ts";
import type { PhotoBucketRef } from "./photo-bucket-ref.ts";

/** Parts of the bucket and their key prefixes. */
const objectPrefixes = {
  uploads: uploadsPrefix,
  renditions: renditionsPrefix,
  erasures: erasuresPrefix,
} as const;

/** Actions on the objects under each prefix, and on the bucket itself. */
type ObjectActions = Partial<Record<keyof typeof objectPrefixes | "bucket", readonly string[]>>;

/** Deletions name a version: a delete marker would allow a second upload under the key. */
export const objectActions: Readonly<Record<BucketAccess, ObjectActions>> = {
  none: {},
  "presign-uploads": { uploads: ["s3:PutObject", "s3:GetObject"], renditions: ["s3:GetObject"] },
  "presign-renditions": { renditions: ["s3:GetObject"] },
  "presign-views": { uploads: ["s3:GetObject"], renditions: ["s3:GetObject"] },
  process: {
    // Only the version named in the event.
    uploads: ["s3:GetObjectVersion", "s3:DeleteObjectVersion"],
    renditions: ["s3:PutObject", "s3:GetObject", "s3:DeleteObjectVersion"],
    // Without s3:ListBucket a missing object gives 403 instead of 404, and a duplicate event would fail.
    bucket: ["s3:ListBucket", "s3:ListBucketVersions"],
  },
  erase: {
    uploads: ["s3:DeleteObjectVersion"],
    renditions: ["s3:DeleteObjectVersion"],
    // Append-only: every restore applies the register again.
    erasures: ["s3:PutObject", "s3:GetObject"],
    bucket: ["s3:ListBucket", "s3:ListBucketVersions"],
  },
  delete: {
    uploads: ["s3:DeleteObjectVersion"],
    renditions: ["s3:DeleteObjectVersion"],
    bucket: ["s3:ListBucketVersions"],
  },
};

/** Names the table and each index; querying an index needs no permission on the table. */
export const tableStatements = (tableArn: string, { actions, indexes = [] }: TableAccess) => [
  ...statement(
    actions.map((action) => `dynamodb:${action}`),
    [tableArn],
  ),
  ...(indexes.length === 0
    ? []
    : statement(
        ["dynamodb:Query"],
        indexes.map((index) => `${tableArn}/index/${index}`),
      )),
];

export const bucketStatements = (photoBucket: PhotoBucketRef, access: BucketAccess) => {
  const { bucket = [], ...parts } = objectActions[access];
  return [
    ...partsOf(parts).flatMap(({ prefix, actions }) => statement(actions, [`${photoBucket.arn}/${prefix}*`])),
    ...statement(bucket, [photoBucket.arn]),
  ];
};

/** Prefixes with their actions. */
export const partsOf = (parts: ObjectActions) =>
  Object.entries(objectPrefixes).flatMap(([part, prefix]) => {
    const actions = parts[part as keyof typeof objectPrefixes];
    return actions === undefined ? [] : [{ prefix, actions }];
  });

/** The first key signs, with RS256 only; all public keys are published. */
export const signingStatements = (keyArns: readonly string[]) => [
  new PolicyStatement({
    actions: ["kms:Sign"],
    resources: keyArns.slice(0, 1),
    conditions: { StringEquals: { "kms:SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256" } },
  }),
  new PolicyStatement({ actions: ["kms:GetPublicKey"], resources: [...keyArns] }),
];

/** CloudFormation's ARN of a log group ends in `:*`, which covers its streams. */
export const logStatement = (logGroupArn: string) =>
  new PolicyStatement({ actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [logGroupArn] });

export const streamStatements = (streamArn: string) => [
  new PolicyStatement({
    actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
    resources: [streamArn],
  }),
  // ListStreams supports no resource-level permissions.
  new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: ["*"] }),
];

/** `sqs:SendMessage` covers SendMessageBatch. */
export const sendStatements = (queueArns: string[]) => statement(["sqs:SendMessage"], queueArns);

/** Actions that Lambda needs to poll a queue.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const receiveStatement = (queueArn: string) =>
  new PolicyStatement({
    actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    resources: [queueArn],
  });

export const publishStatements = (busArn: string) => statement(["events:PutEvents"], [busArn]);

const statement = (actions: readonly string[], resources: string[]) =>
  actions.length === 0 ? [] : [new PolicyStatement({ actions: [...actions], resources })];
