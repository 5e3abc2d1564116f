import { runInNewContext } from "node:vm";
import { local, dev as templates } from "../support/stages.ts";
import { fold, resourceOf, resourcesOf } from "../support/template.ts";

type Behaviour = {
  PathPattern?: string;
  ViewerProtocolPolicy: string;
  AllowedMethods: string[];
  CachePolicyId: unknown;
};
type Config = {
  Origins: { CustomOriginConfig: object }[];
  DefaultCacheBehavior: Behaviour & { FunctionAssociations: { EventType: string }[] };
  CacheBehaviors: Behaviour[];
  CustomErrorResponses: object[];
};
const [distribution] = resourcesOf(templates.Api, "AWS::CloudFront::Distribution");
const config = distribution?.Properties.DistributionConfig as unknown as Config;

test("the edge has the pages and nothing else of the API", () => {
  expect(config.CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual(["/events", "/events/*"]);
  expect(config.DefaultCacheBehavior.FunctionAssociations).toMatchObject([{ EventType: "viewer-request" }]);
});

test("readers come by TLS and only read; so does the edge itself", () => {
  for (const { ViewerProtocolPolicy, AllowedMethods } of [config.DefaultCacheBehavior, ...config.CacheBehaviors])
    expect({ ViewerProtocolPolicy, AllowedMethods }).toEqual({
      ViewerProtocolPolicy: "redirect-to-https",
      AllowedMethods: ["GET", "HEAD"],
    });
  expect(config.Origins).toMatchObject([
    { CustomOriginConfig: { OriginProtocolPolicy: "https-only", OriginSSLProtocols: ["TLSv1.2"] } },
  ]);
});

test("a page that is missing now is asked for again at once", () => {
  expect(config.CustomErrorResponses).toEqual([{ ErrorCode: 404, ErrorCachingMinTTL: 0 }]);
});

test("pages call themselves by the edge's name, on one machine by the API's", () => {
  const urlIn = (stage: typeof templates) => {
    const { Environment } = resourceOf(stage.Api, "AWS::Lambda::Function", "Pages").Properties;
    return (fold(Environment ?? null) as { Variables: { PAGES_URL: string } }).Variables.PAGES_URL;
  };
  expect(urlIn(templates)).toMatch(/^https:\/\/\$\{EdgeDistribution\w*\.DomainName\}$/);
  expect(urlIn(local)).toMatch(/^\$\{Api\w*\.ApiEndpoint\}$/);
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
