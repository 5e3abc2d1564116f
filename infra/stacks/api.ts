import { type App, CfnOutput } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { EventBus } from "aws-cdk-lib/aws-events";
import { erasuresPrefix, renditionsPrefix, uploadsPrefix } from "../../lib/contract/environment.ts";
import { type FunctionName, functions } from "../../lib/contract/functions.ts";
import { type QueueName, queues as queueContract } from "../../lib/contract/queues.ts";
import { routeList } from "../../lib/contract/routes.ts";
import type { Bundles } from "../bundle.ts";
import { ContractFunction } from "../constructs/contract-function.ts";
import { PageDistribution } from "../constructs/page-distribution.ts";
import type { PhotoStore } from "../constructs/photo-bucket.ts";
import { FailureQueue, queueUrls, workQueues } from "../constructs/queues.ts";
import { RoutedApi } from "../constructs/routed-api.ts";
import { GeneratedSecret } from "../constructs/secrets.ts";
import { StreamTrigger } from "../constructs/triggers.ts";
import type { Settings } from "../settings.ts";
import { StageStack } from "./stage-stack.ts";

type Props = {
  settings: Settings;
  bundles: Bundles;
  table: Table;
  store: PhotoStore;
  issuerUrl: string;
  token: ContractFunction;
};

/** The API other systems call, and the work that follows from it. */
export class ApiStack extends StageStack {
  constructor(app: App, { settings, bundles, table, store, issuerUrl, token }: Props) {
    super(app, "Api", "the API", settings);
    const cursorKey = new GeneratedSecret(this, "CursorKey", "Seals the cursors of lists");
    const api = new RoutedApi(this, "Api", { settings, about: "dangbo", issuerUrl });
    const edge = new PageDistribution(this, "Edge", { settings, apiUrl: api.url, store });
    const pagesUrl = settings.pagesAt === "edge" ? edge.url : api.url;
    const queues = workQueues(this);
    const bus = new EventBus(this, "ChangeBus", { eventBusName: `dangbo-${settings.stage}` });
    const values = {
      TABLE_NAME: table.tableName,
      BUCKET_NAME: store.name,
      UPLOADS_PREFIX: uploadsPrefix,
      RENDITIONS_PREFIX: renditionsPrefix,
      ERASURES_PREFIX: erasuresPrefix,
      PAGES_URL: pagesUrl,
      PICTURES_AT: settings.pagesAt === "edge" ? "edge" : "storage",
      CURSOR_KEY: cursorKey.reference,
      EVENT_BUS_NAME: bus.eventBusName,
      WEBHOOK_RECEIVERS: settings.webhookReceivers,
      ...queueUrls(queues),
    };
    const make = (name: FunctionName) =>
      new ContractFunction(this, name, { settings, bundles, table, store, values, queues, bus });

    const called = (Object.keys(functions) as FunctionName[]).filter((name) => name !== "token" && isCalled(name));
    api.addRoutes(routeList, { token, ...Object.fromEntries(called.map((name) => [name, make(name)])) });
    api.addDefaultRoute("service");

    new StreamTrigger(this, "StreamProcessorTrigger", {
      table,
      target: make("streamProcessor"),
      keyPrefixes: functions.streamProcessor.streamKeyPrefixes,
      onFailure: new FailureQueue(this, "StreamProcessorDlq"),
    });
    for (const [name, queue] of Object.entries(queues)) queue.start(make(queueContract[name as QueueName].worker));
    new CfnOutput(this, "EventBusName", { value: bus.eventBusName });
    new CfnOutput(this, "ApiUrl", { value: api.url });
    new CfnOutput(this, "PagesUrl", { value: pagesUrl });
  }
}

const isCalled = (name: FunctionName) => routeList.some((route) => route.function === name);
