import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";

/** Where a backup is restored to. */
export type Target = { dynamodb: DynamoDBClient; tableName: string; s3: S3Client; bucketName: string };
