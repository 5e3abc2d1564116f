import { type App, CfnOutput } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { uploadsPrefix } from "../../lib/contract/environment.ts";
import { type FunctionName, functions } from "../../lib/contract/functions.ts";
import { routeList } from "../../lib/contract/routes.ts";
import type { Bundles } from "../bundle.ts";
import { ContractFunction } from "../constructs/contract-function.ts";
import { FailureQueue } from "../constructs/failure-queue.ts";
import { GeneratedSecret } from "../constructs/generated-secret.ts";
import { PageDistribution } from "../constructs/page-distribution.ts";
import type { PhotoStore } from "../constructs/photo-store.ts";
import { RoutedApi } from "../constructs/routed-api.ts";
import { StreamTrigger } from "../constructs/stream-trigger.ts";
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
    const edge = new PageDistribution(this, "Edge", { settings, apiUrl: api.url });
    const pagesUrl = settings.pagesAt === "edge" ? edge.url : api.url;
    const values = {
      TABLE_NAME: table.tableName,
      BUCKET_NAME: store.name,
      UPLOADS_PREFIX: uploadsPrefix,
      PAGES_URL: pagesUrl,
      CURSOR_KEY: cursorKey.reference,
    };
    const make = (name: FunctionName) => new ContractFunction(this, name, { settings, bundles, table, store, values });

    const called = (Object.keys(functions) as FunctionName[]).filter((name) => name !== "token" && isCalled(name));
    api.addRoutes(routeList, { token, ...Object.fromEntries(called.map((name) => [name, make(name)])) });
    api.addDefaultRoute("service");

    new StreamTrigger(this, "Tallies", {
      table,
      target: make("rollup"),
      keyPrefixes: functions.rollup.streamKeyPrefixes,
      onFailure: new FailureQueue(this, "UnrolledTallies"),
    });
    new CfnOutput(this, "ApiUrl", { value: api.url });
    new CfnOutput(this, "PagesUrl", { value: pagesUrl });
  }
}

const isCalled = (name: FunctionName) => routeList.some((route) => route.function === name);
