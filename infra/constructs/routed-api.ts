import { Aws, Fn, Stack } from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import { CfnPermission, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { tokenAudience } from "../../lib/contract/environment.ts";
import type { FunctionName } from "../../lib/contract/functions.ts";
import { routeKey, routeKeys } from "../../lib/contract/route.ts";
import type { routeList } from "../../lib/contract/routes.ts";
import type { Settings, ThrottleSettings } from "../settings.ts";
import type { ServedDomain } from "../stacks/stage-stack.ts";
import type { Domain } from "../stage-file.ts";
import { removalPolicyOf } from "./removal.ts";

/**
 * Logs route and client only: paths and queries may contain external ids and names, and addresses are personal data.
 */
const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  at: "$context.requestTimeEpoch",
  route: "$context.routeKey",
  client: "$context.authorizer.claims.client_id",
  status: "$context.status",
  responseLength: "$context.responseLength",
  responseLatency: "$context.responseLatency",
  integrationLatency: "$context.integrationLatency",
  integrationStatus: "$context.integrationStatus",
  error: "$context.error.responseType",
  authorizerError: "$context.authorizer.error",
});

/**
 * The default stage with throttling and access log. No per-route metrics: six for each of more than a hundred routes would
 * be billed as custom metrics, and the log has the route.
 */
class ApiStage extends Construct {
  private readonly stage: apigateway.CfnStage;
  private readonly tokenThrottle: ThrottleSettings;

  constructor(scope: Construct, id: string, { settings, apiId }: { settings: Settings; apiId: string }) {
    super(scope, id);
    this.tokenThrottle = settings.tokenThrottle;
    const logs = new LogGroup(this, "Requests", {
      // Groups elsewhere are each added to one policy of 5,120 characters, and never taken out. A retained group must not stand in the
      // way of a later stack of the same name, so that its name ends with the id of the stack.
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-CloudWatchLogs.html
      logGroupName: `/aws/vendedlogs/${Aws.STACK_NAME}/${this.node.scope?.node.id}/${Fn.select(2, Fn.split("/", Aws.STACK_ID))}`,
      retention: settings.logRetention,
      removalPolicy: removalPolicyOf(settings),
    });
    this.stage = new apigateway.CfnStage(this, "Stage", {
      apiId,
      stageName: "$default",
      autoDeploy: true,
      accessLogSettings: { destinationArn: logs.logGroupArn, format: accessLogFormat },
      defaultRouteSettings: limits(settings.throttle),
      routeSettings: {},
    });
  }

  get name(): string {
    return this.stage.ref;
  }

  /** Limits guessing of secrets. API Gateway rejects settings of a route that does not exist yet. */
  limitTokens(key: string, route: apigateway.CfnRoute) {
    this.stage.addPropertyOverride(`RouteSettings.${key.replaceAll(".", "\\.")}`, {
      ThrottlingRateLimit: this.tokenThrottle.rate,
      ThrottlingBurstLimit: this.tokenThrottle.burst,
    });
    this.stage.addResourceDependency(route);
  }
}

const limits = ({ rate, burst }: ThrottleSettings) => ({ throttlingRateLimit: rate, throttlingBurstLimit: burst });

type Props = {
  settings: Settings;
  about: string;
  /** Issuer of accepted tokens; without it the API can have open routes only. */
  issuerUrl?: string;
  domain?: Domain | undefined;
};

/**
 * An HTTP API with routes of the contract. It is created before its functions, whose variables may contain its URL:
 * api ← function ← integration ← route ← stage, without a cycle.
 */
export class RoutedApi extends Construct {
  /** `https://host` as AWS generates it, without a slash at the end. */
  readonly url: string;
  /** With its own domain, if it has one. */
  readonly publicUrl: string;
  readonly domain: ServedDomain | undefined;
  readonly apiId: string;
  private readonly api: apigateway.CfnApi;
  private readonly authorizer: apigateway.CfnAuthorizer | undefined;
  private readonly stage: ApiStage;
  private readonly integrations = new Map<FunctionName, apigateway.CfnIntegration>();

  constructor(scope: Construct, id: string, { settings, about, issuerUrl, domain }: Props) {
    super(scope, id);
    this.api = new apigateway.CfnApi(this, "Api", { name: `${about} (${settings.stage})`, protocolType: "HTTP" });
    this.apiId = this.api.ref;
    this.url = this.api.attrApiEndpoint;
    this.authorizer = issuerUrl === undefined ? undefined : this.tokensOf(issuerUrl);
    this.stage = new ApiStage(this, "Stage", { settings, apiId: this.api.ref });
    this.publicUrl = domain === undefined ? this.url : `https://${domain.name}`;
    this.domain = domain && this.serveAt(domain);
  }

  /** Adds routes, each with its function and required scope. */
  addRoutes(routes: typeof routeList, functions: Partial<Record<FunctionName, LambdaFunction>>) {
    for (const [name, target] of Object.entries(functions)) this.integrate(name as FunctionName, target);
    for (const route of routes) {
      const cfnRoute = new apigateway.CfnRoute(this, route.operation, {
        apiId: this.api.ref,
        routeKey: routeKey(route),
        target: this.targetOf(route.function),
        ...this.protectionOf(route),
      });
      for (const key of routeKeys(route).slice(1)) this.addOpenRoute(key, route.function);
      if (route.operation === "issueToken") this.stage.limitTokens(routeKey(route), cfnRoute);
    }
  }

  /** Routes unknown paths to a function that responds with a problem document (404). */
  addDefaultRoute(name: FunctionName) {
    this.addOpenRoute("$default", name);
  }

  /** Routes requests without a token to a function. */
  addOpenRoute(routeKey: string, name: FunctionName) {
    new apigateway.CfnRoute(this, routeKey, {
      apiId: this.api.ref,
      routeKey,
      target: this.targetOf(name),
      authorizationType: "NONE",
    });
  }

  /** Serves the API at the root of a domain as well. */
  private serveAt({ name, certificate: certificateArn }: Domain): ServedDomain {
    const domain = new apigateway.CfnDomainName(this, "Domain", {
      domainName: name,
      domainNameConfigurations: [{ certificateArn, endpointType: "REGIONAL", securityPolicy: "TLS_1_2" }],
    });
    new apigateway.CfnApiMapping(this, "Mapping", {
      apiId: this.api.ref,
      domainName: domain.ref,
      stage: this.stage.name,
    });
    return { name, target: domain.attrRegionalDomainName };
  }

  private integrate(name: FunctionName, target: LambdaFunction) {
    const integration = new apigateway.CfnIntegration(this, `${name}Integration`, {
      apiId: this.api.ref,
      integrationType: "AWS_PROXY",
      integrationUri: target.functionArn,
      payloadFormatVersion: "2.0",
    });
    new CfnPermission(this, `${name}Permission`, {
      action: "lambda:InvokeFunction",
      functionName: target.functionArn,
      principal: "apigateway.amazonaws.com",
      // `*/*/*` would exclude the default route, whose ARN has one part less.
      sourceArn: Stack.of(this).formatArn({ service: "execute-api", resource: this.api.ref, resourceName: "*" }),
    });
    this.integrations.set(name, integration);
  }

  private targetOf(name: FunctionName): string {
    const integration = this.integrations.get(name);
    if (integration === undefined) throw new Error(`This API has no integration for the function ${name}`);
    return `integrations/${integration.ref}`;
  }

  private protectionOf({ operation, scope }: (typeof routeList)[number]) {
    if (scope === "open") return { authorizationType: "NONE" };
    if (this.authorizer === undefined) throw new Error(`${operation} needs a token, but this API has no issuer`);
    return { authorizationType: "JWT", authorizerId: this.authorizer.ref, authorizationScopes: [scope] };
  }

  private tokensOf(issuer: string) {
    return new apigateway.CfnAuthorizer(this, "Authorizer", {
      apiId: this.api.ref,
      name: "tokens",
      authorizerType: "JWT",
      identitySource: ["$request.header.Authorization"],
      jwtConfiguration: { audience: [tokenAudience], issuer },
    });
  }
}
