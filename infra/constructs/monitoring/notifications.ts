import { ArnFormat, Aws, Stack } from "aws-cdk-lib";
import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
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

type Props = { stage: string /** USD a month. */; plan: number; topic: ITopic };

/**
 * Tells when what a stage costs in a month is above plan, or is going to be. A budget and not an alarm, since the metric
 * of charges is known in one region only and knows no stage. The tag has to be switched on for costs (docs/deploy.md).
 */
export const planBill = (scope: Construct, { stage, plan, topic }: Props) =>
  new CfnBudget(scope, "Bill", {
    budget: {
      budgetName: `dangbo-${stage}`,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      budgetLimit: { amount: plan, unit: "USD" },
      costFilters: { TagKeyValue: [`user:stage$${stage}`] },
    },
    notificationsWithSubscribers: (["ACTUAL", "FORECASTED"] as const).map((notificationType) => ({
      notification: {
        notificationType,
        comparisonOperator: "GREATER_THAN",
        threshold: 100,
        thresholdType: "PERCENTAGE",
      },
      subscribers: [{ subscriptionType: "SNS", address: topic.topicArn }],
    })),
  });
