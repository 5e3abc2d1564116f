import { type App, CfnOutput } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { routeList } from "../../lib/contract/routes.ts";
import type { Bundles } from "../bundle.ts";
import { ContractFunction } from "../constructs/contract-function.ts";
import { RoutedApi } from "../constructs/routed-api.ts";
import { adminSecret, TokenSigningKey } from "../constructs/secrets.ts";
import type { Settings } from "../settings.ts";
import { StageStack } from "./stage-stack.ts";

type Props = { settings: Settings; bundles: Bundles; table: Table };

/**
 * The token issuer, deployed before the API: API Gateway reads its metadata while it creates the authorizer of the API (docs/decisions/011-tokens-checked-by-the-gateway.md).
 */
export class IssuerStack extends StageStack {
  readonly issuerUrl: string;
  readonly token: ContractFunction;

  constructor(app: App, { settings, bundles, table }: Props) {
    super(app, "Issuer", { description: "token issuer", settings });
    const api = new RoutedApi(this, "IssuerApi", {
      settings,
      about: "dangbo token issuer",
      domain: settings.domains.issuer,
    });
    // The API imports it until its own deployment, after this one: CloudFormation does not remove an export in use.
    this.exportValue(api.url);
    this.issuerUrl = settings.issuerDomainInUse ? api.publicUrl : api.url;
    const signingKeys = settings.signingKeys.map((number) => new TokenSigningKey(this, idOf(number), settings));
    this.token = new ContractFunction(this, "token", {
      settings,
      bundles,
      table,
      signingKeys,
      values: {
        TABLE_NAME: table.tableName,
        TOKEN_ISSUER: this.issuerUrl,
        SIGNING_KEY_IDS: signingKeys.map(({ keyId }) => keyId).join(),
        ADMIN_CLIENT_SECRET: adminSecret(this, settings),
      },
    });
    api.addRoutes(
      routeList.filter((route) => route.function === "token"),
      { token: this.token },
    );
    new CfnOutput(this, "IssuerUrl", { value: this.issuerUrl });
    this.describeDomain("Issuer", api.domain);
  }
}

const idOf = (number: number) => (number === 1 ? "SigningKey" : `SigningKey${number}`);
