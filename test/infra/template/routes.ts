import { routeKey, routeKeys } from "../../../lib/contract/route.ts";
import { otherPages } from "../../../lib/contract/routes/pages.ts";
import { routeList } from "../../../lib/contract/routes.ts";
import { production as templates } from "../support/stages.ts";
import { fold, resourceOf, resourcesOf, type Template } from "../support/template.ts";

const routesOf = (template: Template) => resourcesOf(template, "AWS::ApiGatewayV2::Route");
const keysOf = (template: Template) =>
  routesOf(template)
    .map(({ Properties }) => Properties.RouteKey)
    .sort();

test("The API has exactly the routes of the contract, one for other paths of the pages, and the default route", () => {
  expect(keysOf(templates.Api)).toEqual(["$default", ...[...routeList, otherPages].flatMap(routeKeys)].sort());
});

test("The issuer has exactly the routes of the token function", () => {
  expect(keysOf(templates.Issuer)).toEqual(
    routeList
      .filter((route) => route.function === "token")
      .flatMap(routeKeys)
      .sort(),
  );
});

test("Every route is integrated with the function of the contract", () => {
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
  expect(target(routeKey(otherPages))).toMatch(/^\$\{pages/i);
});

test("Every route requires a token with the scope of the contract, unless it is open", () => {
  const authorizer = resourceOf(templates.Api, "AWS::ApiGatewayV2::Authorizer");
  const protection = Object.fromEntries(
    routesOf(templates.Api).map(
      ({ Properties: { RouteKey, AuthorizationType, AuthorizerId, AuthorizationScopes } }) => [
        RouteKey,
        AuthorizationType === "NONE" ? "open" : [AuthorizationType, AuthorizerId, AuthorizationScopes],
      ],
    ),
  );
  const expected = [...routeList, otherPages].flatMap((route) =>
    routeKeys(route).map((key) => [
      key,
      route.scope === "open" ? "open" : ["JWT", { Ref: authorizer.id }, [route.scope]],
    ]),
  );
  expect(protection).toEqual({ ...Object.fromEntries(expected), $default: "open" });
});

test("Exactly the listed routes are open", () => {
  const open = routesOf(templates.Api).filter(({ Properties }) => Properties.AuthorizationType === "NONE");
  const keys = open.map(({ Properties }) => String(Properties.RouteKey)).sort();
  const paths = (method: string) =>
    keys.flatMap((key) => (key.startsWith(`${method} `) ? [key.slice(method.length)] : []));
  expect(paths("HEAD")).toEqual(paths("GET"));
  expect(keys.filter((key) => !key.startsWith("HEAD "))).toEqual([
    "$default",
    "GET /",
    "GET /.well-known/jwks.json",
    "GET /.well-known/oauth-authorization-server",
    "GET /.well-known/openid-configuration",
    "GET /docs",
    "GET /events",
    "GET /events/calendar.ics",
    "GET /events/feed.xml",
    "GET /events/icon.svg",
    "GET /events/{path+}",
    "GET /events/{slug}",
    "GET /events/{slug}/photos/{photoId}/{rendition}",
    "GET /health",
    "GET /openapi.json",
    "POST /oauth2/token",
  ]);
});

test("The authorizer reads the Authorization header and accepts one issuer and one audience", () => {
  const { Properties } = resourceOf(templates.Api, "AWS::ApiGatewayV2::Authorizer");
  expect(Properties).toMatchObject({ AuthorizerType: "JWT", IdentitySource: ["$request.header.Authorization"] });
  const { Audience, Issuer } = fold(Properties.JwtConfiguration ?? null) as Record<string, string>;
  expect(Audience).toEqual(["dangbo"]);
  expect(Issuer).toMatch(/^\$\{import FnGetAttIssuerApi.*ApiEndpoint/);
});

test("The token function issues tokens with its own API's URL as issuer", () => {
  const api = resourceOf(templates.Issuer, "AWS::ApiGatewayV2::Api");
  const token = resourceOf(templates.Issuer, "AWS::Lambda::Function");
  expect(token.Properties.Environment).toMatchObject({
    Variables: { TOKEN_ISSUER: { "Fn::GetAtt": [api.id, "ApiEndpoint"] } },
  });
});

test("Functions may be invoked by API Gateway for their own API only", () => {
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

test("Both APIs are throttled, the token endpoint more, and route settings depend on their route", () => {
  for (const template of [templates.Api, templates.Issuer]) {
    const stage = resourceOf(template, "AWS::ApiGatewayV2::Stage");
    const tokenRoute = routesOf(template).find(({ Properties }) => Properties.RouteKey === "POST /oauth2/token");
    expect(stage.Properties).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 500 },
      RouteSettings: { "POST /oauth2/token": { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 } },
    });
    expect([stage.DependsOn].flat()).toContain(tokenRoute?.id);
  }
});

test("The access log is JSON without address, path, query or user agent", () => {
  for (const template of [templates.Api, templates.Issuer]) {
    const { AccessLogSettings } = resourceOf(template, "AWS::ApiGatewayV2::Stage").Properties;
    const { Format } = AccessLogSettings as { Format: string };
    expect(Object.values(JSON.parse(Format))).toContain("$context.routeKey");
    expect(Format).not.toMatch(/sourceIp|userAgent|context\.path|querystring|identity/i);
  }
});
