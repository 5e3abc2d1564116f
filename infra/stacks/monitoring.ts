import { type App, CfnOutput } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { addAlarms, createAlarmFactory } from "../constructs/monitoring/alarms.ts";
import { findMonitoredResources } from "../constructs/monitoring/metrics.ts";
import { AlarmTopic, createBudget } from "../constructs/monitoring/notifications.ts";
import type { MonitoringSettings, Settings } from "../settings.ts";
import { StageStack } from "./stage-stack.ts";

type Props = { settings: Settings; monitoring: MonitoringSettings; table: Table };

/** Alarms and budget. It references all other stacks, and none references it. */
export class MonitoringStack extends StageStack {
  constructor(app: App, { settings, monitoring, table }: Props) {
    const service = findMonitoredResources(app, table);
    super(app, "Monitoring", { description: "alarms and the budget", settings });
    // Monitored resources may be removed without deploying this stack first.
    this.node.setContext("@aws-cdk/core:defaultCrossStackReferences", "weak");
    const topic = new AlarmTopic(this, "Alarms");
    addAlarms(createAlarmFactory(this, settings.stage, topic), service, monitoring);
    createBudget(this, { stage: settings.stage, amount: monitoring.monthlyBudget, topic });
    new CfnOutput(this, "AlarmTopic", { value: topic.topicArn });
  }
}
