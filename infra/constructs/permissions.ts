import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { uploadsPrefix } from "../../lib/contract/environment.ts";
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

/** What may be done with the objects among the uploads. */
export const objectActions: Readonly<Record<BucketAccess, readonly string[]>> = {
  none: [],
  announce: ["s3:PutObject"],
  // Both act on the one version they were told of: what else stands at a key is nobody's business here.
  verify: ["s3:GetObjectVersion", "s3:DeleteObjectVersion"],
  remove: ["s3:DeleteObjectVersion"],
};

/** The table by name and each of its indexes by name: no wildcard. */
export const useTable = (tableArn: string, access: TableAccess) =>
  statement(tableActions[access], [
    tableArn,
    ...Object.keys(contract.indexes).map((index) => `${tableArn}/index/${index}`),
  ]);

export const useUploads = (store: PhotoStore, access: BucketAccess) => [
  ...statement(objectActions[access], [`${store.arn}/${uploadsPrefix}*`]),
  // Whoever may not list a bucket is answered 403 for an object that is gone: an arrival told twice would look like a fault.
  ...statement(access === "verify" ? ["s3:ListBucket"] : [], [store.arn]),
];

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
