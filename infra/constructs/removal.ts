import { RemovalPolicy } from "aws-cdk-lib";
import type { Settings } from "../settings.ts";

/**
 * What happens to stored data whose stack is deleted, or that is replaced. A retained resource is nevertheless deleted when the deployment
 * that creates it fails: otherwise it would prevent the next attempt.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
 */
export const removalPolicyOf = ({ retainData }: Pick<Settings, "retainData">): RemovalPolicy =>
  retainData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
