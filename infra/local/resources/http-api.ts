import * as z from "zod/mini";
import { gatewayId } from "../gateway/api-registry.ts";
import { resourceHandler } from "../template/resource-handler.ts";

export const httpApi = resourceHandler(
  z.object({ ProtocolType: z.literal("HTTP") }),
  { Name: "words", Description: "words", Tags: "labels" },
  (_, __, machine) => {
    const { id } = machine.apis.add();
    // All APIs of the template are mounted on the one origin.
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: machine.origin } };
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
  ({ ApiId, IntegrationUri }, _, machine) => {
    const id = gatewayId();
    machine.apis.find(ApiId).integrations.set(id, IntegrationUri);
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
  { Name: "words" },
  ({ ApiId, JwtConfiguration }, _, machine) => {
    const id = gatewayId();
    const { Issuer: issuer, Audience: audience } = JwtConfiguration;
    machine.apis.find(ApiId).authorizers.set(id, { issuer, audience });
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
  { OperationName: "words" },
  ({ ApiId, RouteKey, Target, AuthorizationType, AuthorizerId, AuthorizationScopes }, _, machine) => {
    if ((AuthorizationType === "JWT") !== (AuthorizerId !== undefined))
      throw new Error("A route has an authorizer exactly when its authorization type is JWT");
    machine.apis.find(ApiId).routes.push({
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
  { AccessLogSettings: "requests are logged by the functions", Tags: "labels" },
  ({ ApiId, StageName, DefaultRouteSettings, RouteSettings }, _, machine) => {
    const own = Object.entries(RouteSettings).flatMap(([key, settings]) => {
      const limit = throttleOf(settings);
      return limit ? [[key, limit] as const] : [];
    });
    machine.apis.find(ApiId).stage = { throttle: throttleOf(DefaultRouteSettings), routeThrottles: new Map(own) };
    return { ref: StageName };
  },
);
