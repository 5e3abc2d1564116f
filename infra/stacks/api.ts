import { type App, CfnOutput } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { EventBus } from "aws-cdk-lib/aws-events";
import { erasuresPrefix, renditionsPrefix, uploadsPrefix } from "../../lib/contract/environment.ts";
import { type FunctionName, functions } from "../../lib/contract/functions.ts";
import { routeKeys } from "../../lib/contract/route.ts";
import { otherPages } from "../../lib/contract/routes/pages.ts";
import { routeList } from "../../lib/contract/routes.ts";
import type { Bundles } from "../bundle.ts";
import { ContractFunction } from "../constructs/contract-function.ts";
import { PageDistribution } from "../constructs/page-distribution.ts";
import type { PhotoBucketRef } from "../constructs/photo-bucket-ref.ts";
import { createFunctionQueues, DeadLetterQueue, queueUrls } from "../constructs/queues.ts";
import { RoutedApi } from "../constructs/routed-api.ts";
import { GeneratedSecret } from "../constructs/secrets.ts";
import { StreamTrigger } from "../constructs/triggers.ts";
import type { Settings } from "../settings.ts";
import { StageStack } from "./stage-stack.ts";

type Props = {
  settings: Settings;
  bundles: Bundles;
  table: Table;
  photoBucket: PhotoBucketRef;
  issuerUrl: string;
  token: ContractFunction;
};

/** The API, and the functions that process its writes. */
export class ApiStack extends StageStack {
  constructor(app: App, { settings, bundles, table, photoBucket, issuerUrl, token }: Props) {
    super(app, "Api", { description: "the API", settings });
    const cursorKey = new GeneratedSecret(this, "CursorKey", "Seals list cursors");
    const erasedIdKey = new GeneratedSecret(this, "ErasedIdKey", "Hashes external ids of erased members");
    const api = new RoutedApi(this, "Api", { settings, about: "dangbo", issuerUrl, domain: settings.domains.api });
    const edge = new PageDistribution(this, "Edge", { settings, apiUrl: api.url, photoBucket });
    const pagesUrl = settings.pagesHost === "edge" ? edge.url : api.url;
    const queues = createFunctionQueues(this);
    const bus = new EventBus(this, "ChangeBus", { eventBusName: `dangbo-${settings.stage}` });
    const values = {
      TABLE_NAME: table.tableName,
      BUCKET_NAME: photoBucket.name,
      UPLOADS_PREFIX: uploadsPrefix,
      RENDITIONS_PREFIX: renditionsPrefix,
      ERASURES_PREFIX: erasuresPrefix,
      PAGES_URL: pagesUrl,
      PICTURE_HOST: settings.pagesHost === "edge" ? "edge" : "storage",
      CURSOR_KEY: cursorKey.reference,
      ERASED_ID_KEY: erasedIdKey.reference,
      EVENT_BUS_NAME: bus.eventBusName,
      WEBHOOK_RECEIVERS: settings.webhookReceivers,
      ...queueUrls(queues),
    };
    const make = (name: FunctionName) =>
      new ContractFunction(this, name, { settings, bundles, table, photoBucket, values, queues, bus });

    const called = (Object.keys(functions) as FunctionName[]).filter((name) => name !== "token" && isCalled(name));
    api.addRoutes(routeList, { token, ...Object.fromEntries(called.map((name) => [name, make(name)])) });
    for (const key of routeKeys(otherPages)) api.addOpenRoute(key, otherPages.function);
    api.addDefaultRoute("service");

    new StreamTrigger(this, "StreamProcessorTrigger", {
      table,
      target: make("streamProcessor"),
      keyPrefixes: functions.streamProcessor.streamKeyPrefixes,
      onFailure: new DeadLetterQueue(this, "streamProcessor"),
    });
    for (const queue of Object.values(queues)) queue.trigger(make(queue.contractName));
    new CfnOutput(this, "EventBusName", { value: bus.eventBusName });
    new CfnOutput(this, "ApiUrl", { value: api.publicUrl });
    this.describeDomain("Api", api.domain);
    new CfnOutput(this, "PagesUrl", { value: pagesUrl });
    this.describeDomain("Pages", edge.domain);
  }
}

const isCalled = (name: FunctionName) => routeList.some((route) => route.function === name);
