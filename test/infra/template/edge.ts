import { runInNewContext } from "node:vm";
import { local, dev as templates } from "../support/stages.ts";
import { fold, resourceOf, resourcesOf } from "../support/template.ts";

type Behaviour = {
  PathPattern?: string;
  ViewerProtocolPolicy: string;
  AllowedMethods: string[];
  CachePolicyId: unknown;
  OriginRequestPolicyId?: unknown;
  ResponseHeadersPolicyId: unknown;
  TargetOriginId: string;
};
type Config = {
  Origins: { Id: string; DomainName: unknown; CustomOriginConfig: object }[];
  DefaultCacheBehavior: Behaviour & { FunctionAssociations: { EventType: string }[] };
  CacheBehaviors: Behaviour[];
  CustomErrorResponses: object[];
};
const [distribution] = resourcesOf(templates.Api, "AWS::CloudFront::Distribution");
const config = distribution?.Properties.DistributionConfig as unknown as Config;

test("the edge has the pages, what is served of photos, and nothing else of API and bucket", () => {
  expect(config.CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual([
    "/events",
    "/events/*",
    "/renditions/*",
  ]);
  expect(config.DefaultCacheBehavior.FunctionAssociations).toMatchObject([{ EventType: "viewer-request" }]);
});

test("readers come by TLS and only read; so does the edge itself", () => {
  for (const { ViewerProtocolPolicy, AllowedMethods } of [config.DefaultCacheBehavior, ...config.CacheBehaviors])
    expect({ ViewerProtocolPolicy, AllowedMethods }).toEqual({
      ViewerProtocolPolicy: "redirect-to-https",
      AllowedMethods: ["GET", "HEAD"],
    });
  const byTls = { CustomOriginConfig: { OriginProtocolPolicy: "https-only", OriginSSLProtocols: ["TLSv1.2"] } };
  expect(config.Origins).toMatchObject([byTls, byTls]);
});

test("a picture comes from the bucket with the whole signature and none of the reader's headers, and no copy stays", () => {
  const [, , pictures] = config.CacheBehaviors;
  const origin = config.Origins.find(({ Id }) => Id === pictures?.TargetOriginId);
  expect(fold((origin?.DomainName ?? null) as never)).toMatch(/^dangbo-dev-photos-.*\.s3\.\$\{AWS::Region\}\./);
  const { OriginRequestPolicyConfig } = resourceOf(templates.Api, "AWS::CloudFront::OriginRequestPolicy").Properties;
  expect(OriginRequestPolicyConfig).toMatchObject({
    QueryStringsConfig: { QueryStringBehavior: "all" },
    HeadersConfig: { HeaderBehavior: "none" },
    CookiesConfig: { CookieBehavior: "none" },
  });
  expect(pictures?.CachePolicyId).toBe(config.DefaultCacheBehavior.CachePolicyId);
});

test("whatever the edge answers carries security headers, and those of a page's own come first", () => {
  const { ResponseHeadersPolicyConfig } = resourceOf(
    templates.Api,
    "AWS::CloudFront::ResponseHeadersPolicy",
  ).Properties;
  const { SecurityHeadersConfig } = ResponseHeadersPolicyConfig as { SecurityHeadersConfig: Record<string, object> };
  expect(Object.keys(SecurityHeadersConfig).sort()).toEqual([
    "ContentSecurityPolicy",
    "ContentTypeOptions",
    "FrameOptions",
    "ReferrerPolicy",
    "StrictTransportSecurity",
  ]);
  for (const header of Object.values(SecurityHeadersConfig)) expect(header).toMatchObject({ Override: false });
  const behaviours = [config.DefaultCacheBehavior, ...config.CacheBehaviors];
  expect(new Set(behaviours.map(({ ResponseHeadersPolicyId }) => JSON.stringify(ResponseHeadersPolicyId))).size).toBe(
    1,
  );
  expect(behaviours[0]?.ResponseHeadersPolicyId).toBeDefined();
});

test("a page that is missing now is asked for again at once", () => {
  expect(config.CustomErrorResponses).toEqual([{ ErrorCode: 404, ErrorCachingMinTTL: 0 }]);
});

test("pages call themselves by the edge's name and lead to its pictures, on one machine by the API's and to storage", () => {
  const variablesIn = (stage: typeof templates) => {
    const { Environment } = resourceOf(stage.Api, "AWS::Lambda::Function", "Pages").Properties;
    return (fold(Environment ?? null) as { Variables: object }).Variables;
  };
  expect(variablesIn(templates)).toMatchObject({
    PAGES_URL: expect.stringMatching(/^https:\/\/\$\{EdgeDistribution\w*\.DomainName\}$/),
    PICTURE_HOST: "edge",
  });
  expect(variablesIn(local)).toMatchObject({
    PAGES_URL: expect.stringMatching(/^\$\{Api\w*\.ApiEndpoint\}$/),
    PICTURE_HOST: "storage",
  });
});

test("copies live as long as the answer says, and only the list differs by language", () => {
  const policies = resourcesOf(templates.Api, "AWS::CloudFront::CachePolicy").map(
    ({ Properties }) => Properties.CachePolicyConfig as unknown as Record<string, unknown>,
  );
  expect(policies).toMatchObject([
    {
      MinTTL: 0,
      DefaultTTL: 0,
      ParametersInCacheKeyAndForwardedToOrigin: { HeadersConfig: { Headers: ["accept-language"] } },
    },
    {
      MinTTL: 0,
      DefaultTTL: 0,
      ParametersInCacheKeyAndForwardedToOrigin: { HeadersConfig: { HeaderBehavior: "none" } },
    },
  ]);
});

test("the front door leads to the pages, and whatever else is asked for is not there", () => {
  const { FunctionCode } = resourceOf(templates.Api, "AWS::CloudFront::Function").Properties;
  const answer = (uri: string) => runInNewContext(`${FunctionCode}; handler(event)`, { event: { request: { uri } } });
  expect(answer("/")).toMatchObject({ statusCode: 302, headers: { location: { value: "/events" } } });
  for (const uri of ["/v1/members", "/eventsx", "/oauth2/token", "//"])
    expect(answer(uri)).toMatchObject({ statusCode: 404 });
});
