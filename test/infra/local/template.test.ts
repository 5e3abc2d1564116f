import * as z from "zod/mini";
import { secret } from "../../../infra/local/resources/security.ts";
import type { Resource, Template } from "../../../infra/local/template/assembly.ts";
import { createStacks } from "../../../infra/local/template/create-stacks.ts";
import { resourceHandler } from "../../../infra/local/template/resource-handler.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { createTestEnvironment } from "../../support/local-environment.ts";

const folder = useTemporaryFolder();

/** Creates stacks with resources of the type `Note`; returns their `Value` by logical id. */
const notesOf = async (templates: Record<string, Partial<Template>>): Promise<Record<string, unknown>> => {
  const notes: Record<string, unknown> = {};
  const note = resourceHandler(
    z.object({ Value: z.optional(z.unknown()) }),
    { Tags: "labels" },
    ({ Value }, { logicalId }) => {
      notes[logicalId] = Value;
      return { ref: `${logicalId}-ref`, attributes: { Arn: `arn:${logicalId}`, "Nested.Name": "nested" } };
    },
  );
  const stacks = Object.entries(templates).map(([name, template]) => ({
    name,
    template: { Resources: {}, ...template },
  }));
  const assembly = { stacks, asset: (key: string) => key };
  const kinds = { supported: { Note: note, Secret: secret }, onlyInAws: { Role: "permissions" } };
  await createStacks(assembly, kinds, createTestEnvironment(folder));
  return notes;
};

const note = (Value: unknown): Resource => ({ Type: "Note", Properties: { Value } });
const resolved = async (value: unknown, template: Partial<Template> = {}) => {
  const Resources = { Other: note("other"), ...template.Resources, It: note(value) };
  return (await notesOf({ stack: { ...template, Resources } })).It;
};

/** With the `$` a linter would take for a forgotten template. */
const sub = (text: string) => text.replaceAll("#{", "${");

test.each<[unknown, unknown]>([
  [{ Ref: "Other" }, "Other-ref"],
  [{ Ref: "AWS::Region" }, "ap-southeast-1"],
  [{ Ref: "AWS::StackName" }, "stack"],
  [{ "Fn::GetAtt": ["Other", "Arn"] }, "arn:Other"],
  [{ "Fn::GetAtt": "Other.Nested.Name" }, "nested"],
  [{ "Fn::Join": ["-", ["a", { Ref: "Other" }, 1]] }, "a-Other-ref-1"],
  [{ "Fn::Select": [1, ["a", "b"]] }, "b"],
  [{ "Fn::Select": ["0", { "Fn::Split": ["/", { "Fn::Join": ["/", ["x", "y"]] }] }] }, "x"],
  [
    { "Fn::Sub": sub("#{AWS::AccountId}/#{Other}/#{Other.Arn}/#{!kept}") },
    sub("000000000000/Other-ref/arn:Other/#{kept}"),
  ],
  [{ "Fn::Sub": [sub("#{own}-#{Other}"), { own: { Ref: "AWS::Partition" } }] }, "aws-Other-ref"],
  [{ a: [{ Ref: "AWS::NoValue" }, "kept"], b: { Ref: "AWS::NoValue" } }, { a: ["kept"] }],
  [
    { Condition: { Bool: { "aws:SecureTransport": "false" } } },
    { Condition: { Bool: { "aws:SecureTransport": "false" } } },
  ],
])("The expression %j is resolved", async (value, expected) => {
  expect(await resolved(value)).toEqual(expected);
});

test.each<[unknown, string]>([
  [{ "Fn::Cidr": ["10.0.0.0/16", 1] }, "Fn::Cidr"],
  [{ Ref: "Nobody" }, "Nobody"],
  [{ "Fn::GetAtt": ["Other", "Color"] }, "Color"],
  [{ "Fn::GetAtt": ["Role", "Arn"] }, "Role"],
  [{ "Fn::ImportValue": "elsewhere" }, "elsewhere"],
  [{ "Fn::If": ["Unheard", 1, 2] }, "Unheard"],
  [{ "Fn::Select": [5, ["a"]] }, "Fn::Select"],
  [{ "Fn::Join": ["-", [{ a: 1 }]] }, "Fn::Join"],
  ["{{resolve:ssm:/name}}", "{{resolve:ssm:/name}}"],
  ["{{resolve:secretsmanager:arn:aws:none:SecretString:::}}", "arn:aws:none"],
  [{ Ref: "It" }, "It → It"],
])("The unsupported expression %j prevents the start with an error that names it", async (value, named) => {
  const Resources = { Role: { Type: "Role" } };
  await expect(resolved(value, { Resources })).rejects.toThrow(named);
});

test("An unsupported type prevents the start with an error that names type and logical id", async () => {
  const Resources = { Pipe: { Type: "AWS::Pipes::Pipe" } };
  await expect(notesOf({ stack: { Resources } })).rejects.toThrow("stack: Pipe (AWS::Pipes::Pipe)");
});

test("An unsupported property prevents the start, one without a local effect does not", async () => {
  const make = (Properties: Record<string, unknown>) =>
    notesOf({ stack: { Resources: { It: { Type: "Note", Properties } } } });
  await expect(make({ Retention: 5 })).rejects.toThrow("It (Note): Unsupported property Retention");
  await expect(make({ Tags: [{ "Fn::Unheard": 1 }], Value: 1 })).resolves.toEqual({ It: 1 });
});

test("Conditions select values and resources", async () => {
  const Conditions = {
    Local: { "Fn::Equals": [{ Ref: "Stage" }, "local"] },
    Elsewhere: { "Fn::Not": [{ Condition: "Local" }] },
    Both: { "Fn::And": [{ Condition: "Local" }, { Condition: "Elsewhere" }] },
    Either: { "Fn::Or": [{ Condition: "Local" }, { Condition: "Elsewhere" }] },
  };
  const Resources = {
    Chosen: note([
      { "Fn::If": ["Local", "here", "there"] },
      { "Fn::If": ["Both", 1, 2] },
      { "Fn::If": ["Either", 1, 2] },
    ]),
    Absent: { ...note("absent"), Condition: "Elsewhere" },
  };
  const notes = await notesOf({ stack: { Parameters: { Stage: { Default: "local" } }, Conditions, Resources } });
  expect(notes).toEqual({ Chosen: ["here", 2, 1] });
});

test("A stack can import a value that another stack exports", async () => {
  const notes = await notesOf({
    first: {
      Resources: { Source: note("source") },
      Outputs: { Out: { Value: { "Fn::GetAtt": ["Source", "Arn"] }, Export: { Name: "first:Source" } } },
    },
    second: { Resources: { It: note({ "Fn::ImportValue": "first:Source" }) } },
  });
  expect(notes.It).toBe("arn:Source");
});

test("A dynamic reference returns the secret, which stays the same after a restart", async () => {
  const Resources = {
    Key: { Type: "Secret", Properties: { GenerateSecretString: { ExcludePunctuation: true, PasswordLength: 64 } } },
  };
  const reference = { "Fn::Join": ["", ["{{resolve:secretsmanager:", { Ref: "Key" }, ":SecretString:::}}"]] };
  const first = await resolved(reference, { Resources });
  expect(first).toMatch(/^[A-Za-z0-9]{64}$/);
  expect(await resolved(reference, { Resources })).toBe(first);
});
