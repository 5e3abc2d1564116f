import { type Duration, Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

export type Watched = {
  /** What people notice. */
  impact: string;
  metric: IMetric & { period?: Duration };
  /** From which value on. */
  threshold: number;
  /** Periods in a row. */
  periods?: number;
};

/**
 * Alarms that tell a topic when they begin and when they end. What reports nothing, as a function nobody calls, is well.
 * Their names begin with the stage, so that a person who is woken knows whether to get up.
 */
export const createAlarms = (scope: Construct, stage: string, topic: ITopic) => (id: string, watched: Watched) => {
  const { impact, metric, threshold, periods = 1 } = watched;
  const alarm = new Alarm(scope, id, {
    alarmName: `dangbo-${stage}-${id}`,
    alarmDescription: `${impact}. What to do: docs/operate.md#alarms (${Stack.of(scope).stackName})`,
    metric,
    threshold,
    evaluationPeriods: periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  alarm.addOkAction(new SnsAction(topic));
  return alarm;
};

export type AddAlarm = ReturnType<typeof createAlarms>;
