import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { renditionsPrefix, uploadsPrefix } from "../../lib/contract/environment.ts";
import type { BucketAccess, TableAccess } from "../../lib/contract/functions.ts";
import { table as contract } from "../../lib/contract/table.ts";
import type { PhotoStore } from "./photo-store.ts";

const readActions = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];

/** The actions of a transaction are those of its parts. There is no Scan, and no batch of writes without conditions. */
export const tableActions: Readonly<Record<TableAccess, readonly string[]>> = {
  none: [],
  read: readActions,
  write: [
    ...readActions,
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:ConditionCheckItem",
  ],
};

/** What may be done with the objects under each prefix, and with the bucket. */
type ObjectActions = { uploads: readonly string[]; renditions: readonly string[]; bucket: readonly string[] };

/** Nothing is deleted but by version: a delete marker would open a key again. */
export const objectActions: Readonly<Record<BucketAccess, ObjectActions>> = {
  none: { uploads: [], renditions: [], bucket: [] },
  announce: { uploads: ["s3:PutObject", "s3:GetObject"], renditions: ["s3:GetObject"], bucket: [] },
  show: { uploads: [], renditions: ["s3:GetObject"], bucket: [] },
  view: { uploads: ["s3:GetObject"], renditions: ["s3:GetObject"], bucket: [] },
  verify: {
    // The one version that it was told of: what else stands at the key is nobody's business here.
    uploads: ["s3:GetObjectVersion", "s3:DeleteObjectVersion"],
    renditions: ["s3:PutObject", "s3:GetObject", "s3:DeleteObjectVersion"],
    // Whoever may not list a bucket is answered 403 for an object that is gone: an arrival told twice would look like a fault.
    bucket: ["s3:ListBucket", "s3:ListBucketVersions"],
  },
  remove: {
    uploads: ["s3:DeleteObjectVersion"],
    renditions: ["s3:DeleteObjectVersion"],
    bucket: ["s3:ListBucketVersions"],
  },
};

/** The table by name and each of its indexes by name: no wildcard. */
export const useTable = (tableArn: string, access: TableAccess) =>
  statement(tableActions[access], [
    tableArn,
    ...Object.keys(contract.indexes).map((index) => `${tableArn}/index/${index}`),
  ]);

export const useBucket = (store: PhotoStore, access: BucketAccess) => {
  const { uploads, renditions, bucket } = objectActions[access];
  return [
    ...statement(uploads, [`${store.arn}/${uploadsPrefix}*`]),
    ...statement(renditions, [`${store.arn}/${renditionsPrefix}*`]),
    ...statement(bucket, [store.arn]),
  ];
};

/** Sign as the tokens are signed (RS256), and read the public half. */
export const signWith = (keyArn: string) => [
  new PolicyStatement({
    actions: ["kms:Sign"],
    resources: [keyArn],
    conditions: { StringEquals: { "kms:SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256" } },
  }),
  new PolicyStatement({ actions: ["kms:GetPublicKey"], resources: [keyArn] }),
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

const statement = (actions: readonly string[], resources: string[]) =>
  actions.length === 0 ? [] : [new PolicyStatement({ actions: [...actions], resources })];
