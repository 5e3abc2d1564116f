import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { CfnApi, CfnAuthorizer, CfnIntegration, CfnRoute, CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import { CfnPermission, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { tokenAudience } from "../../lib/contract/environment.ts";
import type { FunctionName } from "../../lib/contract/functions.ts";
import { routeKey } from "../../lib/contract/route.ts";
import type { routeList } from "../../lib/contract/routes.ts";
import type { Settings, Throttle } from "../settings.ts";

/**
 * One line a request. Paths and queries may hold external ids and names, addresses are personal data: neither is logged,
 * the route and the client's id are.
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
 * The default stage of an API, deployed as it changes: limits, metrics and the log of requests. Metrics of each route are
 * not kept: six of more than a hundred routes would cost like custom ones, and the log tells the route.
 */
class ApiStage extends Construct {
  private readonly stage: CfnStage;
  private readonly tokenThrottle: Throttle;

  constructor(scope: Construct, id: string, { settings, apiId }: { settings: Settings; apiId: string }) {
    super(scope, id);
    this.tokenThrottle = settings.tokenThrottle;
    const logs = new LogGroup(this, "Requests", {
      retention: settings.logRetention,
      removalPolicy: settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.stage = new CfnStage(this, "Stage", {
      apiId,
      stageName: "$default",
      autoDeploy: true,
      accessLogSettings: { destinationArn: logs.logGroupArn, format: accessLogFormat },
      defaultRouteSettings: limits(settings.throttle),
      routeSettings: {},
    });
  }

  /** Narrows a route by which secrets could be guessed. API Gateway refuses settings of a route it does not have yet. */
  limitTokens(key: string, route: CfnRoute) {
    this.stage.addPropertyOverride(`RouteSettings.${key.replaceAll(".", "\\.")}`, {
      ThrottlingRateLimit: this.tokenThrottle.rate,
      ThrottlingBurstLimit: this.tokenThrottle.burst,
    });
    this.stage.addResourceDependency(route);
  }
}

const limits = ({ rate, burst }: Throttle) => ({ throttlingRateLimit: rate, throttlingBurstLimit: burst });

type Props = {
  settings: Settings;
  about: string;
  /** Whose tokens are taken. Without it the API can have open routes only. */
  issuerUrl?: string;
};

/**
 * An HTTP API made of routes of the contract. It exists before its functions do, so that a function may be told the URL it
 * answers at: api ← function ← integration ← route ← stage, and no cycle.
 */
export class RoutedApi extends Construct {
  /** `https://host`, without a slash at the end. */
  readonly url: string;
  readonly apiId: string;
  private readonly api: CfnApi;
  private readonly authorizer: CfnAuthorizer | undefined;
  private readonly stage: ApiStage;
  private readonly integrations = new Map<FunctionName, CfnIntegration>();

  constructor(scope: Construct, id: string, { settings, about, issuerUrl }: Props) {
    super(scope, id);
    this.api = new CfnApi(this, "Api", { name: `${about} (${settings.stage})`, protocolType: "HTTP" });
    this.apiId = this.api.ref;
    this.url = this.api.attrApiEndpoint;
    this.authorizer = issuerUrl === undefined ? undefined : this.tokensOf(issuerUrl);
    this.stage = new ApiStage(this, "Stage", { settings, apiId: this.api.ref });
  }

  /** Adds routes of the contract, each to its function, with the token and scope the contract asks for. */
  addRoutes(routes: typeof routeList, functions: Partial<Record<FunctionName, LambdaFunction>>) {
    for (const [name, target] of Object.entries(functions)) this.integrate(name as FunctionName, target);
    for (const route of routes) {
      const made = new CfnRoute(this, route.operation, {
        apiId: this.api.ref,
        routeKey: routeKey(route),
        target: this.targetOf(route.function),
        ...this.protectionOf(route),
      });
      if (route.operation === "issueToken") this.stage.limitTokens(routeKey(route), made);
    }
  }

  /** Sends whatever is no route of the contract to one of its functions, which answers 404 as a problem. */
  addDefaultRoute(name: FunctionName) {
    new CfnRoute(this, "Unknown", {
      apiId: this.api.ref,
      routeKey: "$default",
      target: this.targetOf(name),
      authorizationType: "NONE",
    });
  }

  private integrate(name: FunctionName, target: LambdaFunction) {
    const integration = new CfnIntegration(this, `${name}Integration`, {
      apiId: this.api.ref,
      integrationType: "AWS_PROXY",
      integrationUri: target.functionArn,
      payloadFormatVersion: "2.0",
    });
    new CfnPermission(this, `${name}Permission`, {
      action: "lambda:InvokeFunction",
      functionName: target.functionArn,
      principal: "apigateway.amazonaws.com",
      // Any route: `*/*/*` would leave out the default route, whose ARN is a part shorter.
      sourceArn: Stack.of(this).formatArn({ service: "execute-api", resource: this.api.ref, resourceName: "*" }),
    });
    this.integrations.set(name, integration);
  }

  private targetOf(name: FunctionName): string {
    const integration = this.integrations.get(name);
    if (integration === undefined) throw new Error(`A route names ${name}, which this API was not given`);
    return `integrations/${integration.ref}`;
  }

  private protectionOf({ operation, scope }: (typeof routeList)[number]) {
    if (scope === "open") return { authorizationType: "NONE" };
    if (this.authorizer === undefined) throw new Error(`${operation} needs a token, and this API knows no issuer`);
    return { authorizationType: "JWT", authorizerId: this.authorizer.ref, authorizationScopes: [scope] };
  }

  private tokensOf(issuer: string) {
    return new CfnAuthorizer(this, "Authorizer", {
      apiId: this.api.ref,
      name: "tokens",
      authorizerType: "JWT",
      identitySource: ["$request.header.Authorization"],
      jwtConfiguration: { audience: [tokenAudience], issuer },
    });
  }
}
