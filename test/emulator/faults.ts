import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

type Template = { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> };
type Statement = { Action: string | string[] };

/** Changes the resources of a type in the template of one stack. Throws where nothing changes. */
const change = (
  assembly: string,
  stack: string,
  { type, id }: { type: string; id: RegExp },
  apply: (properties: Record<string, unknown>) => void,
) => {
  const name = readdirSync(assembly).find((file) => file.startsWith(stack) && file.endsWith(".template.json"));
  if (name === undefined) throw new Error(`There is no template of ${stack}`);
  const file = join(assembly, name);
  const before = readFileSync(file, "utf8");
  const template = JSON.parse(before) as Template;
  for (const [key, { Type, Properties }] of Object.entries(template.Resources))
    if (Type === type && id.test(key)) apply(Properties);
  const after = JSON.stringify(template);
  if (after === JSON.stringify(JSON.parse(before))) throw new Error(`Nothing of ${type} was changed in ${stack}`);
  writeFileSync(file, after);
};

/** Faults of a deployment that the trial must notice; each changes the templates of a cloud assembly. */
export const faults: Readonly<Record<string, (assembly: string) => void>> = {
  /** The members function may not write. */
  grant: (assembly) =>
    change(assembly, "Api", { type: "AWS::IAM::Policy", id: /^Members/ }, (properties) => {
      const { Statement: statements } = properties.PolicyDocument as { Statement: Statement[] };
      for (const statement of statements)
        statement.Action = [statement.Action].flat().filter((action) => action !== "dynamodb:PutItem");
    }),
  /** No upload starts the photo processor. */
  trigger: (assembly) =>
    change(assembly, "Photos", { type: "AWS::S3::Bucket", id: /./ }, (properties) => {
      delete properties.NotificationConfiguration;
    }),
  /** Tokens name another issuer than the API accepts. */
  issuer: (assembly) =>
    change(assembly, "Issuer", { type: "AWS::Lambda::Function", id: /^Token/ }, (properties) => {
      (properties.Environment as { Variables: Record<string, unknown> }).Variables.TOKEN_ISSUER =
        "https://other.example";
    }),
};
