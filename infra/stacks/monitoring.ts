import { type App, CfnOutput } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { addAlarms, createAlarms } from "../constructs/monitoring/alarms.ts";
import { drawOverview } from "../constructs/monitoring/dashboard.ts";
import { findService } from "../constructs/monitoring/metrics.ts";
import { AlarmTopic, planBill } from "../constructs/monitoring/notifications.ts";
import type { Settings, WatchSettings } from "../settings.ts";
import { StageStack } from "./stage-stack.ts";

type Props = { settings: Settings; watch: WatchSettings; table: Table };

/** What wakes somebody, and what they look at first. It reads all other stacks, and none needs it. */
export class WatchStack extends StageStack {
  constructor(app: App, { settings, watch, table }: Props) {
    const service = findService(app, table);
    super(app, "Watch", "alarms and the dashboard", settings);
    // What is watched may be removed without a word to those who watch.
    this.node.setContext("@aws-cdk/core:defaultCrossStackReferences", "weak");
    const topic = new AlarmTopic(this, "Alarms");
    addAlarms(createAlarms(this, settings.stage, topic), service, watch);
    planBill(this, { stage: settings.stage, plan: watch.monthlyPlan, topic });
    drawOverview(this, settings.stage, service);
    new CfnOutput(this, "AlarmTopic", { value: topic.topicArn });
  }
}
