import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { parseAs } from "../errors.ts";

/** Strict: ignoring a section or attribute could change the meaning of the template. */
const resource = z.strictObject({
  Type: z.string(),
  Properties: z.optional(z.record(z.string(), z.unknown())),
  Condition: z.optional(z.string()),
  // Resources are created after those they refer to; no local resource needs another order.
  DependsOn: z.optional(z.unknown()),
  // Resources removed from the template stay in the state folder.
  DeletionPolicy: z.optional(z.string()),
  UpdateReplacePolicy: z.optional(z.string()),
  Metadata: z.optional(z.unknown()),
});
const template = z.strictObject({
  AWSTemplateFormatVersion: z.optional(z.string()),
  Description: z.optional(z.string()),
  Parameters: z.optional(z.record(z.string(), z.object({ Default: z.optional(z.unknown()) }))),
  // There is no account to bootstrap.
  Rules: z.optional(z.strictObject({ CheckBootstrapVersion: z.unknown() })),
  Conditions: z.optional(z.record(z.string(), z.unknown())),
  Resources: z.record(z.string(), resource),
  Outputs: z.optional(
    z.record(z.string(), z.object({ Value: z.unknown(), Export: z.optional(z.object({ Name: z.string() })) })),
  ),
});
const artifact = z.object({
  type: z.string(),
  dependencies: z.optional(z.array(z.string())),
  properties: z.optional(z.record(z.string(), z.unknown())),
});
const manifest = z.object({ artifacts: z.record(z.string(), artifact) });
const stackProperties = z.object({ templateFile: z.string(), stackName: z.string() });
const assetProperties = z.object({ file: z.string() });
const assets = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

export type Resource = z.infer<typeof resource>;
export type Template = z.infer<typeof template>;
export type Stack = { name: string; template: Template };
export type Assembly = {
  /** In the order of their deployment. */
  stacks: Stack[];
  /** The folder or file of an asset by its key in the asset bucket; throws for an unknown asset. */
  asset(objectKey: string): string;
};

/** Supported artifacts: stacks and assets; the others contain information for tools. */
const supportedTypes = ["aws:cloudformation:stack", "cdk:asset-manifest", "cdk:tree", "cdk:feature-flag-report"];

/** Reads a synthesized assembly. Throws with the name of an unsupported artifact. */
export const readAssembly = (folder: string): Assembly => {
  const read = <T extends z.ZodMiniType>(file: string, schema: T): z.infer<T> => {
    const content: unknown = JSON.parse(readFileSync(join(folder, file), "utf8"));
    return parseAs(schema, content, `${file} of the assembly has unsupported elements`);
  };
  const { artifacts } = read("manifest.json", manifest);
  for (const [id, { type }] of Object.entries(artifacts)) {
    if (!supportedTypes.includes(type))
      throw new Error(`Artifact ${id} of the assembly has the unsupported type ${type}`);
  }
  const stacks = inOrder(artifacts)
    .filter(({ type }) => type === "aws:cloudformation:stack")
    .map(({ properties }) => {
      const { templateFile, stackName } = z.parse(stackProperties, properties);
      return { name: stackName, template: read(templateFile, template) };
    });
  const sources = new Map<string, string>();
  for (const { type, properties } of Object.values(artifacts)) {
    if (type !== "cdk:asset-manifest") continue;
    const { files } = read(z.parse(assetProperties, properties).file, assets);
    for (const { source, destinations } of Object.values(files))
      for (const { objectKey } of Object.values(destinations)) sources.set(objectKey, join(folder, source.path));
  }
  return {
    stacks,
    asset(objectKey) {
      const path = sources.get(objectKey);
      if (path === undefined || !existsSync(path)) throw new Error(`The assembly has no asset ${objectKey}`);
      return path;
    },
  };
};

type Artifact = z.infer<typeof artifact>;

const inOrder = (artifacts: Record<string, Artifact>): Artifact[] => {
  const done = new Set<string>();
  const order: Artifact[] = [];
  const visit = (id: string) => {
    if (done.has(id)) return;
    done.add(id);
    const found = artifacts[id];
    if (found === undefined) throw new Error(`The assembly refers to an unknown artifact ${id}`);
    for (const dependency of found.dependencies ?? []) visit(dependency);
    order.push(found);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return order;
};
