import { Aws, Duration } from "aws-cdk-lib";
import { CfnPermission, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { CfnBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { uploadsPrefix } from "../../lib/contract/environment.ts";
import { sendTo } from "./permissions.ts";
import type { PhotoStore } from "./photo-bucket.ts";
import type { FailureQueue } from "./queues.ts";

type ObjectTriggerProps = { target: LambdaFunction; store: PhotoStore; onFailure: FailureQueue };

/** Starts a function for every object that arrives among the uploads. */
export class ObjectTrigger extends Construct {
  readonly notification: CfnBucket.NotificationConfigurationProperty;

  constructor(scope: Construct, id: string, { target, store, onFailure }: ObjectTriggerProps) {
    super(scope, id);
    new CfnPermission(this, "Permission", {
      action: "lambda:InvokeFunction",
      functionName: target.functionArn,
      principal: "s3.amazonaws.com",
      sourceArn: store.arn,
      // A bucket's ARN names no account: without this, whoever took the name of a deleted bucket could call.
      sourceAccount: Aws.ACCOUNT_ID,
    });
    for (const statement of sendTo([onFailure.queueArn])) target.addToRolePolicy(statement);
    target.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      // CDK's own destination would also let the function look at the queue, which it never does.
      onFailure: { bind: () => ({ destination: onFailure.queueArn }) },
    });
    this.notification = {
      lambdaConfigurations: [
        {
          event: "s3:ObjectCreated:*",
          function: target.functionArn,
          filter: { s3Key: { rules: [{ name: "prefix", value: uploadsPrefix }] } },
        },
      ],
    };
  }
}
