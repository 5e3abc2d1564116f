import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

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
