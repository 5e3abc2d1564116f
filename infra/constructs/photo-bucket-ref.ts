import { ArnFormat, Aws, type Stack } from "aws-cdk-lib";

/** Name and ARN of the bucket, known before it is created. */
export type PhotoBucketRef = { name: string; arn: string };

/**
 * The bucket's notification names the photo processor, whose role and variables name the bucket. A composed name instead
 * of a reference avoids the cycle.
 */
export const photoBucketRef = (stack: Stack, stage: string): PhotoBucketRef => {
  const name = `dangbo-${stage}-photos-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
  const arn = stack.formatArn({
    service: "s3",
    region: "",
    account: "",
    resource: name,
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
  return { name, arn };
};
