import { RemovalPolicy } from "aws-cdk-lib";
import { type CfnRoute, CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
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
export class ApiStage extends Construct {
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
