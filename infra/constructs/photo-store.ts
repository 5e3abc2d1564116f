import { ArnFormat, Aws, type Stack } from "aws-cdk-lib";

/** The bucket's name and ARN, known before the bucket is. */
export type PhotoStore = { name: string; arn: string };

/**
 * The bucket names the function it tells of arrivals, and that function's role and variables name the bucket: a name put
 * together here, instead of one made by CloudFormation, is what keeps that from being a cycle.
 */
export function photoStore(stack: Stack, stage: string): PhotoStore {
  const name = `dangbo-${stage}-photos-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
  const arn = stack.formatArn({
    service: "s3",
    region: "",
    account: "",
    resource: name,
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
  return { name, arn };
}
