import { waivers } from "../../../infra/waivers.ts";
import { someStages } from "../support/stage-files.ts";
import { dev, withDomains } from "../support/stages.ts";
import {
  fold,
  type Json,
  resourceOf,
  resourcesOf,
  run,
  synthesize,
  type Template,
  type Templates,
} from "../support/template.ts";

const variablesOf = (template: Template, name: string) => {
  const { Environment } = resourceOf(template, "AWS::Lambda::Function", name).Properties;
  return (fold(Environment ?? null) as { Variables: Record<string, Json> }).Variables;
};

const outputsOf = (templates: Templates): Record<string, Json> =>
  Object.fromEntries(
    Object.values(templates).flatMap(({ Outputs }) =>
      Object.entries(Outputs)
        .filter(([name]) => /Url$|Domain$|Target$/.test(name))
        .map(([name, { Value }]) => [name, fold(Value)]),
    ),
  );

test.each([
  ["Api", "api.thu-vien.example", "api"],
  ["Issuer", "login.thu-vien.example", "issuer"],
] as const)("The API of the stack %s is served at the root of its domain, with TLS 1.2", (stack, name, certificate) => {
  const domain = resourceOf(withDomains[stack], "AWS::ApiGatewayV2::DomainName");
  expect(domain.Properties).toMatchObject({
    DomainName: name,
    DomainNameConfigurations: [
      {
        CertificateArn: expect.stringMatching(`/0a1b2c3d-${certificate}$`),
        EndpointType: "REGIONAL",
        SecurityPolicy: "TLS_1_2",
      },
    ],
  });
  const mapping = resourceOf(withDomains[stack], "AWS::ApiGatewayV2::ApiMapping");
  expect(mapping.Properties).toEqual({
    ApiId: { Ref: resourceOf(withDomains[stack], "AWS::ApiGatewayV2::Api").id },
    DomainName: { Ref: domain.id },
    Stage: { Ref: resourceOf(withDomains[stack], "AWS::ApiGatewayV2::Stage").id },
  });
});

test("Tokens, metadata and the authorizer name the domain of the issuer", () => {
  const issuer = "https://login.thu-vien.example";
  expect(variablesOf(withDomains.Issuer, "Token").TOKEN_ISSUER).toBe(issuer);
  expect(resourceOf(withDomains.Api, "AWS::ApiGatewayV2::Authorizer").Properties.JwtConfiguration).toEqual({
    Audience: ["dangbo"],
    Issuer: issuer,
  });
});

test("The pages name their domain, and CloudFront requests them from the API without its domain", () => {
  expect(variablesOf(withDomains.Api, "Pages").PAGES_URL).toBe("https://tin.thu-vien.example");
  const { DistributionConfig } = resourceOf(withDomains.Api, "AWS::CloudFront::Distribution").Properties;
  expect(DistributionConfig).toMatchObject({
    Aliases: ["tin.thu-vien.example"],
    ViewerCertificate: { MinimumProtocolVersion: "TLSv1.2_2021" },
  });
  expect(JSON.stringify(DistributionConfig)).not.toContain("api.thu-vien.example");
});

test("The outputs are the addresses for callers, and the targets of the DNS records", () => {
  expect(outputsOf(withDomains)).toEqual({
    ApiUrl: "https://api.thu-vien.example",
    IssuerUrl: "https://login.thu-vien.example",
    PagesUrl: "https://tin.thu-vien.example",
    ApiDomain: "api.thu-vien.example",
    IssuerDomain: "login.thu-vien.example",
    PagesDomain: "tin.thu-vien.example",
    ApiDomainTarget: expect.stringMatching(/^\$\{ApiDomain\w+\.RegionalDomainName\}$/),
    IssuerDomainTarget: expect.stringMatching(/^\$\{IssuerApiDomain\w+\.RegionalDomainName\}$/),
    PagesDomainTarget: expect.stringMatching(/^\$\{EdgeDistribution\w+\.DomainName\}$/),
  });
});

test("Without domains the addresses are those that AWS generates", () => {
  expect(outputsOf(dev)).toEqual({
    ApiUrl: expect.stringMatching(/^\$\{Api\w+\.ApiEndpoint\}$/),
    IssuerUrl: expect.stringMatching(/^\$\{IssuerApi\w+\.ApiEndpoint\}$/),
    PagesUrl: expect.stringMatching(/^https:\/\/\$\{EdgeDistribution\w+\.DomainName\}$/),
  });
  for (const type of ["AWS::ApiGatewayV2::DomainName", "AWS::ApiGatewayV2::ApiMapping"])
    expect(Object.values(dev).flatMap((template) => resourcesOf(template, type))).toEqual([]);
});

test("An API that was deployed before the domain can still import the former address", () => {
  const exported = ({ Issuer }: Templates) =>
    Object.values(Issuer.Outputs).flatMap((output) => ("Export" in output ? [fold(output.Value)] : []));
  expect(exported(withDomains)).toEqual(exported(withDomains).filter((value) => exported(dev).includes(value)));
  expect(exported(withDomains)).toHaveLength(exported(dev).length);
});

test("Until the domain of the issuer resolves, it exists and no token names it", async () => {
  const pending = await synthesize("domains", { stages: someStages, context: ["issuerDomain=pending"] });
  expect(outputsOf(pending).IssuerUrl).toMatch(/ApiEndpoint/);
  expect(variablesOf(pending.Issuer, "Token").TOKEN_ISSUER).toMatch(/ApiEndpoint/);
  expect(resourcesOf(pending.Issuer, "AWS::ApiGatewayV2::ApiMapping")).toHaveLength(1);
});

test("cdk-nag finds nothing else in a stage with domains, and nothing about the TLS of its pages", async () => {
  const findings = JSON.parse(await run("test/infra/support/nag.ts", ["stage=domains", `stages=${someStages}`]));
  const line = ({ rule, resource }: { rule: string; resource: string }) => `${resource}: ${rule}`;
  const expected = waivers("domains").filter(({ rule }) => rule !== "AwsSolutions-CFR4");
  expect(findings.map(line).sort()).toEqual(expected.map(line).sort());
});
