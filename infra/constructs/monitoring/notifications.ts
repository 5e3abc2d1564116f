import { ArnFormat, Aws, Stack } from "aws-cdk-lib";
import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { accountWideName } from "../account-wide-name.ts";

/** Topic of all alarms. Only alarms and budgets of this account may publish. */
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

type Props = { stage: string /** USD a month. */; amount: number; topic: ITopic };

/**
 * Notifies when the actual or forecast cost of a month exceeds the budget. Not an alarm: the billing metric exists in one
 * region only and has no stage. The cost allocation tag must be activated (docs/deploy.md).
 */
export const createBudget = (scope: Construct, { stage, amount, topic }: Props) =>
  new CfnBudget(scope, "Budget", {
    budget: {
      budgetName: accountWideName(stage),
      budgetType: "COST",
      timeUnit: "MONTHLY",
      budgetLimit: { amount, unit: "USD" },
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
