import * as z from "zod/mini";
import { gatewayId } from "../gateway/api-registry.ts";
import { resourceHandler } from "../template/resource-handler.ts";

export const httpApi = resourceHandler(
  z.object({ ProtocolType: z.literal("HTTP") }),
  { Name: "documentation only", Description: "documentation only", Tags: "documentation only" },
  (_, __, environment) => {
    const { id } = environment.apis.add();
    // All APIs of the template share one origin.
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: environment.origin } };
  },
);

export const httpApiIntegration = resourceHandler(
  z.object({
    ApiId: z.string(),
    IntegrationType: z.literal("AWS_PROXY"),
    IntegrationUri: z.string(),
    PayloadFormatVersion: z.literal("2.0"),
  }),
  {},
  ({ ApiId, IntegrationUri }, _, environment) => {
    const id = gatewayId();
    environment.apis.find(ApiId).integrations.set(id, IntegrationUri);
    return { ref: id };
  },
);

export const httpApiAuthorizer = resourceHandler(
  z.object({
    ApiId: z.string(),
    AuthorizerType: z.literal("JWT"),
    IdentitySource: z.tuple([z.literal("$request.header.Authorization")]),
    JwtConfiguration: z.strictObject({ Audience: z.array(z.string()), Issuer: z.string() }),
  }),
  { Name: "documentation only" },
  ({ ApiId, JwtConfiguration }, _, environment) => {
    const id = gatewayId();
    const { Issuer: issuer, Audience: audience } = JwtConfiguration;
    environment.apis.find(ApiId).authorizers.set(id, { issuer, audience });
    return { ref: id };
  },
);

export const httpApiRoute = resourceHandler(
  z.object({
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string().check(z.startsWith("integrations/")),
    AuthorizationType: z._default(z.enum(["NONE", "JWT"]), "NONE"),
    AuthorizerId: z.optional(z.string()),
    AuthorizationScopes: z._default(z.array(z.string()), []),
  }),
  { OperationName: "documentation only" },
  ({ ApiId, RouteKey, Target, AuthorizationType, AuthorizerId, AuthorizationScopes }, _, environment) => {
    if ((AuthorizationType === "JWT") !== (AuthorizerId !== undefined))
      throw new Error("A route needs an authorizer if and only if its authorization type is JWT");
    environment.apis.find(ApiId).routes.push({
      key: RouteKey,
      integrationId: Target.replace("integrations/", ""),
      authorizerId: AuthorizerId,
      scopes: AuthorizationScopes,
    });
    return { ref: gatewayId() };
  },
);

const throttle = z.object({
  ThrottlingRateLimit: z.optional(z.number()),
  ThrottlingBurstLimit: z.optional(z.number()),
});

const throttleOf = ({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }: z.infer<typeof throttle>) =>
  rate === undefined || burst === undefined ? undefined : { rate, burst };

export const httpApiStage = resourceHandler(
  z.object({
    ApiId: z.string(),
    StageName: z.literal("$default"),
    AutoDeploy: z.literal(true),
    DefaultRouteSettings: z._default(throttle, {}),
    RouteSettings: z._default(z.record(z.string(), throttle), {}),
  }),
  { AccessLogSettings: "the functions log their requests", Tags: "documentation only" },
  ({ ApiId, StageName, DefaultRouteSettings, RouteSettings }, _, environment) => {
    const own = Object.entries(RouteSettings).flatMap(([key, settings]) => {
      const limit = throttleOf(settings);
      return limit ? [[key, limit] as const] : [];
    });
    environment.apis.find(ApiId).stage = { throttle: throttleOf(DefaultRouteSettings), routeThrottles: new Map(own) };
    return { ref: StageName };
  },
);
