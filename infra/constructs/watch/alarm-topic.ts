import { ArnFormat, Aws, Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

/** Where alarms go; who is to hear of them subscribes. Only alarms and budgets of this account may publish. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string) {
    super(scope, id, { displayName: "Alarms of dangbo", enforceSSL: true });
    const alarms = Stack.of(this).formatArn({
      service: "cloudwatch",
      resource: "alarm",
      resourceName: "*",
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.allow("cloudwatch.amazonaws.com", { ArnLike: { "aws:SourceArn": alarms } });
    this.allow("budgets.amazonaws.com", {});
  }

  private allow(service: string, conditions: Record<string, object>) {
    this.addToResourcePolicy(
      new PolicyStatement({
        actions: ["sns:Publish"],
        principals: [new ServicePrincipal(service)],
        resources: [this.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID }, ...conditions },
      }),
    );
  }
}
