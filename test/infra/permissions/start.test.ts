import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resourceHandlers } from "../../../infra/local/resources/resource-handlers.ts";
import { startLocal } from "../../../infra/local/service.ts";
import { temporaryFolder } from "../../support/bundle-folder.ts";
import { createTestEnvironment } from "../../support/local-environment.ts";
import { synthesizeStandIn } from "../../support/stand-in/assembly.ts";

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const machine = createTestEnvironment(folder);
const make = (type: string, properties: object) =>
  resourceHandlers.supported[type]?.create(properties, { stack: "s", logicalId: "It", name: "s-It" }, machine);
const trust = (Service: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service } }],
});

test("A role is Lambda's alone: one that somebody else may take is not known here", async () => {
  const made = await make("AWS::IAM::Role", { AssumeRolePolicyDocument: trust("lambda.amazonaws.com") });
  expect(made).toEqual({ ref: "s-It", attributes: { Arn: "arn:aws:iam::000000000000:role/s-It" } });
  await expect(make("AWS::IAM::Role", { AssumeRolePolicyDocument: trust("ec2.amazonaws.com") })).rejects.toThrow(
    /Principal.Service/,
  );
});

test("A policy of a role that is not there stops the start", async () => {
  const Statement = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }];
  const PolicyDocument = { Version: "2012-10-17", Statement };
  await expect(make("AWS::IAM::Policy", { PolicyDocument, Roles: ["nobody"] })).rejects.toThrow(/no role nobody/);
});

test("A key that leaves anything but everything to roles is not known here", async () => {
  const policyOf = (Action: string) => ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Principal: { AWS: "arn:aws:iam::000000000000:root" }, Resource: "*" }],
  });
  const key = { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" };
  await expect(make("AWS::KMS::Key", { ...key, KeyPolicy: policyOf("kms:Sign") })).rejects.toThrow(/Action/);
});

test("A service whose roles do not allow what Lambda needs does not start, and says which in AWS's words", async () => {
  const assembly = synthesizeStandIn(folder);
  const template = join(assembly, "Api.template.json");
  writeFileSync(
    template,
    readFileSync(template, "utf8").replaceAll('"dynamodb:GetShardIterator"', '"dynamodb:Nothing"'),
  );
  await expect(startLocal({ port: 0, state: join(folder, "state"), assembly })).rejects.toThrow(
    /Roles do not allow.*\n.*StreamProcessor\w+ \(its stream\): User: .* is not authorized to perform: dynamodb:GetShardIterator/,
  );
}, 60_000);
