import { Aws } from "aws-cdk-lib";

/** Name of a resource that is unique in an account, not in one of its regions: those of CloudFront and budgets. */
export const accountWideName = (stage: string, ...name: string[]) => ["dangbo", stage, ...name, Aws.REGION].join("-");
