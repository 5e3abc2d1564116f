import { runInNewContext } from "node:vm";
import { edgeQuotas } from "../../../infra/deploy/quotas.ts";
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

test("CloudFront serves the pages and renditions, and nothing else of the API and the bucket", () => {
  expect(config.CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual([
    "/events",
    "/events/*",
    "/renditions/*",
  ]);
  expect(config.DefaultCacheBehavior.FunctionAssociations).toMatchObject([{ EventType: "viewer-request" }]);
});

test("Readers and CloudFront itself use TLS, and only GET and HEAD", () => {
  for (const { ViewerProtocolPolicy, AllowedMethods } of [config.DefaultCacheBehavior, ...config.CacheBehaviors])
    expect({ ViewerProtocolPolicy, AllowedMethods }).toEqual({
      ViewerProtocolPolicy: "redirect-to-https",
      AllowedMethods: ["GET", "HEAD"],
    });
  const byTls = { CustomOriginConfig: { OriginProtocolPolicy: "https-only", OriginSSLProtocols: ["TLSv1.2"] } };
  expect(config.Origins).toMatchObject([byTls, byTls]);
});

test("Pictures are requested from the bucket with the query string, without the reader's headers, and are not cached", () => {
  const [, , pictures] = config.CacheBehaviors;
  const origin = config.Origins.find(({ Id }) => Id === pictures?.TargetOriginId);
  expect(fold((origin?.DomainName ?? null) as never)).toMatch(/^dangbo-dev-photos-.*\.s3\.\$\{AWS::Region\}\./);
  const { OriginRequestPolicyConfig } = resourceOf(
    templates.Api,
    "AWS::CloudFront::OriginRequestPolicy",
    "EdgeSignature",
  ).Properties;
  expect(OriginRequestPolicyConfig).toMatchObject({
    QueryStringsConfig: { QueryStringBehavior: "all" },
    HeadersConfig: { HeaderBehavior: "none" },
    CookiesConfig: { CookieBehavior: "none" },
  });
  expect(pictures?.CachePolicyId).toBe(config.DefaultCacheBehavior.CachePolicyId);
});

test("The pages receive what a reader accepts, since errors are pages for browsers only, and nothing else of the reader", () => {
  const [list, page] = config.CacheBehaviors;
  const policy = resourceOf(templates.Api, "AWS::CloudFront::OriginRequestPolicy", "EdgeAccept");
  expect([list, page].map((behaviour) => behaviour?.OriginRequestPolicyId)).toEqual(
    [0, 1].map(() => ({ Ref: policy.id })),
  );
  expect(policy.Properties.OriginRequestPolicyConfig).toMatchObject({
    QueryStringsConfig: { QueryStringBehavior: "none" },
    HeadersConfig: { HeaderBehavior: "whitelist", Headers: ["accept"] },
    CookiesConfig: { CookieBehavior: "none" },
  });
});

test("Every response has security headers, which do not override those of the origin", () => {
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

test.each(Object.values(edgeQuotas))(
  "A deployment knows how many resources of $type the stage needs",
  ({ type, needed }) => {
    expect(resourcesOf(templates.Api, type)).toHaveLength(needed);
  },
);

test("A 404 is not cached", () => {
  expect(config.CustomErrorResponses).toEqual([{ ErrorCode: 404, ErrorCachingMinTTL: 0 }]);
});

test("Pages and pictures have URLs of CloudFront, in the stage local of the API and the bucket", () => {
  const variablesOf = (stage: typeof templates) => {
    const { Environment } = resourceOf(stage.Api, "AWS::Lambda::Function", "Pages").Properties;
    return (fold(Environment ?? null) as { Variables: object }).Variables;
  };
  expect(variablesOf(templates)).toMatchObject({
    PAGES_URL: expect.stringMatching(/^https:\/\/\$\{EdgeDistribution\w*\.DomainName\}$/),
    PICTURE_HOST: "edge",
  });
  expect(variablesOf(local)).toMatchObject({
    PAGES_URL: expect.stringMatching(/^\$\{Api\w*\.ApiEndpoint\}$/),
    PICTURE_HOST: "storage",
  });
});

test("Responses set the cache lifetime, and only the list varies by language", () => {
  const policies = resourcesOf(templates.Api, "AWS::CloudFront::CachePolicy").map(
    ({ Properties }) => Properties.CachePolicyConfig as unknown as Record<string, unknown>,
  );
  const keyedBy = (HeadersConfig: object) => ({
    MinTTL: 0,
    DefaultTTL: 0,
    ParametersInCacheKeyAndForwardedToOrigin: { HeadersConfig },
  });
  expect(policies).toMatchObject([keyedBy({ Headers: ["accept-language"] }), keyedBy({ HeaderBehavior: "none" })]);
});

test("The root path redirects to the pages, and other paths return 404", () => {
  const { FunctionCode } = resourceOf(templates.Api, "AWS::CloudFront::Function").Properties;
  const respond = (uri: string) => runInNewContext(`${FunctionCode}; handler(event)`, { event: { request: { uri } } });
  expect(respond("/")).toMatchObject({ statusCode: 302, headers: { location: { value: "/events" } } });
  for (const uri of ["/v1/members", "/eventsx", "/oauth2/token", "//"])
    expect(respond(uri)).toMatchObject({ statusCode: 404 });
});
