import { routeKey } from "../../../lib/contract/route.ts";
import { routeList } from "../../../lib/contract/routes.ts";
import { production as templates } from "../support/stages.ts";
import { fold, resourceOf, resourcesOf, type Template } from "../support/template.ts";

const routesOf = (template: Template) => resourcesOf(template, "AWS::ApiGatewayV2::Route");
const keysOf = (template: Template) =>
  routesOf(template)
    .map(({ Properties }) => Properties.RouteKey)
    .sort();

test("the API has every route of the contract, the default route, and no other", () => {
  expect(keysOf(templates.Api)).toEqual(["$default", ...routeList.map(routeKey)].sort());
});

test("the issuer has the routes of the token function and no other", () => {
  expect(keysOf(templates.Issuer)).toEqual(
    routeList
      .filter((route) => route.function === "token")
      .map(routeKey)
      .sort(),
  );
});

test("no two routes of the contract have one key", () => {
  expect(new Set(routeList.map(routeKey)).size).toBe(routeList.length);
});

test("every route goes to the function the contract names", () => {
  const target = (key: string) => {
    const route = routesOf(templates.Api).find(({ Properties }) => Properties.RouteKey === key);
    const integration = /\{(\w+)\}/.exec(String(fold(route?.Properties.Target ?? null)))?.[1] ?? "";
    return String(fold(templates.Api.Resources[integration]?.Properties.IntegrationUri ?? null));
  };
  for (const route of routeList) {
    expect(target(routeKey(route)).toLowerCase()).toMatch(
      new RegExp(`(\\{|getatt)${route.function.toLowerCase()}[0-9a-f]{8}\\W?\\.?arn`),
    );
  }
  expect(target("$default")).toMatch(/^\$\{Service/);
});

test("a route takes a token with the scope of the contract, and only the open ones take none", () => {
  const authorizer = resourceOf(templates.Api, "AWS::ApiGatewayV2::Authorizer");
  const protection = Object.fromEntries(
    routesOf(templates.Api).map(
      ({ Properties: { RouteKey, AuthorizationType, AuthorizerId, AuthorizationScopes } }) => [
        RouteKey,
        AuthorizationType === "NONE" ? "open" : [AuthorizationType, AuthorizerId, AuthorizationScopes],
      ],
    ),
  );
  const stated = routeList.map((route) => [
    routeKey(route),
    route.scope === "open" ? "open" : ["JWT", { Ref: authorizer.id }, [route.scope]],
  ]);
  expect(protection).toEqual({ ...Object.fromEntries(stated), $default: "open" });
});

test("what is open is this list and no more", () => {
  const open = routesOf(templates.Api).filter(({ Properties }) => Properties.AuthorizationType === "NONE");
  expect(open.map(({ Properties }) => Properties.RouteKey).sort()).toEqual([
    "$default",
    "GET /.well-known/jwks.json",
    "GET /.well-known/oauth-authorization-server",
    "GET /.well-known/openid-configuration",
    "GET /docs",
    "GET /events",
    "GET /events/feed.xml",
    "GET /events/icon.svg",
    "GET /events/{slug}",
    "GET /events/{slug}/photos/{photoId}/{rendition}",
    "GET /health",
    "GET /openapi.json",
    "POST /oauth2/token",
  ]);
});

test("a token is taken from the Authorization header, of the issuer's URL and our audience only", () => {
  const { Properties } = resourceOf(templates.Api, "AWS::ApiGatewayV2::Authorizer");
  expect(Properties).toMatchObject({ AuthorizerType: "JWT", IdentitySource: ["$request.header.Authorization"] });
  const { Audience, Issuer } = fold(Properties.JwtConfiguration ?? null) as Record<string, string>;
  expect(Audience).toEqual(["dangbo"]);
  expect(Issuer).toMatch(/^\$\{import FnGetAttIssuerApi.*ApiEndpoint/);
});

test("the token function names the URL it is called at as the issuer", () => {
  const api = resourceOf(templates.Issuer, "AWS::ApiGatewayV2::Api");
  const token = resourceOf(templates.Issuer, "AWS::Lambda::Function");
  expect(token.Properties.Environment).toMatchObject({
    Variables: { TOKEN_ISSUER: { "Fn::GetAtt": [api.id, "ApiEndpoint"] } },
  });
});

test("API Gateway may call a function for its own API of this account and nothing else may", () => {
  for (const template of [templates.Api, templates.Issuer]) {
    const api = resourceOf(template, "AWS::ApiGatewayV2::Api");
    for (const { Properties } of resourcesOf(template, "AWS::Lambda::Permission")) {
      expect(fold(Properties)).toMatchObject({
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
        SourceArn: `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api.id}}/*`,
      });
    }
  }
});

test("both APIs are limited, the token endpoint the most, and a setting waits for its route", () => {
  for (const template of [templates.Api, templates.Issuer]) {
    const stage = resourceOf(template, "AWS::ApiGatewayV2::Stage");
    const tokenRoute = routesOf(template).find(({ Properties }) => Properties.RouteKey === "POST /oauth2/token");
    expect(stage.Properties).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 500 },
      RouteSettings: { "POST /oauth2/token": { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 } },
    });
    expect([stage.DependsOn].flat()).toContain(tokenRoute?.id);
  }
});

test("the log of requests is JSON and holds no address, path, query or agent", () => {
  for (const template of [templates.Api, templates.Issuer]) {
    const { AccessLogSettings } = resourceOf(template, "AWS::ApiGatewayV2::Stage").Properties;
    const { Format } = AccessLogSettings as { Format: string };
    expect(Object.values(JSON.parse(Format))).toContain("$context.routeKey");
    expect(Format).not.toMatch(/sourceIp|userAgent|context\.path|querystring|identity/i);
  }
});
