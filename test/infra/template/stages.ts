import { stackNames as deployedStackNames } from "../../../infra/names.ts";
import { waivers } from "../../../infra/waivers.ts";
import { cycleIn } from "../support/graph.ts";
import { render } from "../support/render.ts";
import { noStages } from "../support/stage-files.ts";
import { dev, givenAdminSecret, local, monitoring, production } from "../support/stages.ts";
import { resourceOf, resourcesOf, run, stackNames, type Templates } from "../support/template.ts";

test.each(stackNames)("The template of the stack %s equals the reviewed snapshot", (name) => {
  expect(render(production[name])).toMatchSnapshot();
});

test("The template of the stack Monitoring equals the reviewed snapshot", () => {
  expect(render(monitoring)).toMatchSnapshot();
});

test("The stages have the stacks that the commands know, in the order of deployment", () => {
  const ids = [...Object.keys(production), "Monitoring"];
  expect(ids.map((id) => id.toLowerCase())).toEqual(deployedStackNames);
});

test.each(stackNames)("The stack %s has no cyclic references", (name) => {
  expect(cycleIn(production[name])).toBeUndefined();
});

test("A cyclic reference is detected", () => {
  const resource = (to: string) => ({ Type: "A", Properties: { to: { "Fn::GetAtt": [to, "Arn"] } } });
  const template = {
    Description: "",
    Outputs: {},
    Resources: { a: resource("b"), b: resource("c"), c: resource("a") },
  };
  expect(cycleIn(template)).toEqual(["a", "b", "c", "a"]);
});

test("No template contains an account or a region", () => {
  for (const template of [...Object.values(production), monitoring]) {
    const text = JSON.stringify(template).replace(/[0-9a-f]{64}/g, "");
    expect(text).not.toMatch(/\b\d{12}\b/);
    expect(text).not.toMatch(/\b(us|eu|ap|sa|ca|me|af|il)-[a-z]+-\d\b/);
  }
});

describe("retained data", () => {
  const retained = ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::Logs::LogGroup"];
  const policies = (templates: Templates) =>
    retained.flatMap((type) =>
      Object.values(templates)
        .flatMap((template) => resourcesOf(template, type))
        .map(({ DeletionPolicy }) => DeletionPolicy),
    );

  test("Production retains data, and the table has deletion protection", () => {
    expect(new Set(policies(production))).toEqual(new Set(["RetainExceptOnCreate"]));
    expect(resourceOf(production.Data, "AWS::DynamoDB::Table").Properties.DeletionProtectionEnabled).toBe(true);
  });

  test("Other stages delete data with their stacks", () => {
    expect(new Set([...policies(dev), ...policies(local)])).toEqual(new Set(["Delete"]));
    expect(resourceOf(dev.Data, "AWS::DynamoDB::Table").Properties.DeletionProtectionEnabled).toBe(false);
  });
});

test("The stage local contains the given secret of the first client, and other stages do not", () => {
  expect(JSON.stringify(local.Issuer)).toContain(`"ADMIN_CLIENT_SECRET":"${givenAdminSecret}"`);
  for (const stage of [dev, production]) expect(JSON.stringify(stage)).not.toContain(givenAdminSecret);
});

test("Webhooks to loopback addresses are allowed in the stage local only, and only on request", () => {
  const receivers = ({ Api }: Templates) => {
    const { Environment } = resourceOf(Api, "AWS::Lambda::Function", "WebhookDelivery").Properties;
    return (Environment as { Variables: Record<string, string> }).Variables.WEBHOOK_RECEIVERS;
  };
  expect([local, dev, production].map(receivers)).toEqual(["public,loopback", "public", "public"]);
});

test("The stacks have the outputs that docs/deploy.md lists", () => {
  expect(
    Object.values(dev).flatMap(({ Outputs }) => Object.keys(Outputs).filter((name) => !/^Exports/.test(name))),
  ).toEqual(["TableName", "BucketName", "IssuerUrl", "EventBusName", "ApiUrl", "PagesUrl"]);
});

test.each(["production", "dev"])("cdk-nag finds in %s exactly what is waived with a reason", async (stage) => {
  const findings = JSON.parse(await run("test/infra/support/nag.ts", [`stage=${stage}`, `stages=${noStages}`]));
  const line = ({ rule, resource }: { rule: string; resource: string }) => `${resource}: ${rule}`;
  expect(findings.map(line).sort()).toEqual(waivers(stage).map(line).sort());
  expect(waivers(stage).filter(({ reason }) => reason.length < 20)).toEqual([]);
});
