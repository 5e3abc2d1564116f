import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startLocal } from "../../../infra/local/service.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { synthesizeStubs } from "../../support/stub-functions/assembly.ts";
import { createResources } from "../local/fixtures.ts";

const folder = useTemporaryFolder();
const { create } = createResources(folder);

const trust = (Service: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service } }],
});

test("Only roles of Lambda are supported", async () => {
  const created = await create("AWS::IAM::Role", { AssumeRolePolicyDocument: trust("lambda.amazonaws.com") });
  expect(created).toEqual({ ref: "s-Role", attributes: { Arn: "arn:aws:iam::000000000000:role/s-Role" } });
  await expect(create("AWS::IAM::Role", { AssumeRolePolicyDocument: trust("ec2.amazonaws.com") })).rejects.toThrow(
    /Principal.Service/,
  );
});

test("A policy of an unknown role is rejected", async () => {
  const Statement = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }];
  const PolicyDocument = { Version: "2012-10-17", Statement };
  await expect(create("AWS::IAM::Policy", { PolicyDocument, Roles: ["nobody"] })).rejects.toThrow(/no role nobody/);
});

test("Only key policies that leave access to roles are supported", async () => {
  const policyOf = (Action: string) => ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Principal: { AWS: "arn:aws:iam::000000000000:root" }, Resource: "*" }],
  });
  const key = { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" };
  await expect(create("AWS::KMS::Key", { ...key, KeyPolicy: policyOf("kms:Sign") })).rejects.toThrow(/Action/);
});

test("A service whose roles lack permissions that Lambda requires does not start, and the error names them", async () => {
  const assembly = synthesizeStubs(folder);
  const template = join(assembly, "Api.template.json");
  writeFileSync(
    template,
    readFileSync(template, "utf8").replaceAll('"dynamodb:GetShardIterator"', '"dynamodb:Nothing"'),
  );
  await expect(startLocal({ port: 0, state: join(folder, "state"), assembly })).rejects.toThrow(
    /Roles lack permissions.*\n.*StreamProcessor\w+ \(event source\): User: .* is not authorized to perform: dynamodb:GetShardIterator/,
  );
});
