import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { noStages } from "./stage-files.ts";

/** A value of a template, possibly with intrinsic functions. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Properties = { [key: string]: Json };
export type Resource = {
  Type: string;
  Properties: Properties;
  DependsOn?: string | string[];
  DeletionPolicy?: string;
  Metadata?: { "aws:cdk:path": string };
};
export type Template = {
  Description: string;
  Resources: Record<string, Resource>;
  Outputs: Record<string, { Value: Json }>;
};
export const stackNames = ["Data", "Photos", "Issuer", "Api"] as const;
export type Templates = Record<(typeof stackNames)[number], Template> & { Monitoring?: Template };

const root = resolve(import.meta.dirname, "../../..");

/** Runs a script of the project with the Node of the tests. Returns its output. */
export const run = async (script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  // A clean environment: variables of the caller must not change the result.
  const options = { cwd: root, env: { PATH: process.env.PATH ?? "", ...env } };
  return (await promisify(execFile)(process.execPath, [script, ...args], options)).stdout;
};

type Synthesis = { context?: readonly string[]; stages?: string; env?: NodeJS.ProcessEnv };

/** Synthesizes a stage as `npm run synth` does. */
export const synthesize = async (
  stage: string,
  { context = [], stages = noStages, env = {} }: Synthesis = {},
): Promise<Templates> => {
  const folder = await mkdtemp(join(tmpdir(), "dangbo-synth-"));
  try {
    const args = [`stage=${stage}`, `stages=${stages}`, ...context].flatMap((pair) => ["-c", pair]);
    await run("infra/app.ts", args, { ...env, CDK_OUTDIR: folder });
    const read = async (name: string) => JSON.parse(await readFile(join(folder, `${name}.template.json`), "utf8"));
    const written = await readdir(folder);
    const names = [...stackNames, "Monitoring"].filter((name) => written.includes(`${name}.template.json`));
    const entries = names.map(async (name) => [name, await read(name)] as const);
    return Object.fromEntries(await Promise.all(entries)) as Templates;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export const resourcesOf = (template: Template, type: string) =>
  Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({ id, ...resource }));

/** The only resource of a type, or with a prefix of its logical id. */
export const resourceOf = (template: Template, type: string, prefix = "") => {
  const [found, ...others] = resourcesOf(template, type).filter(({ id }) => id.startsWith(prefix));
  if (found === undefined || others.length > 0)
    throw new Error(`Expected one ${type} ${prefix}, not ${found ? 1 + others.length : 0}`);
  return found;
};

const intrinsics: Record<string, (argument: Json) => Json> = {
  Ref: (name) => `\${${name}}`,
  "Fn::GetAtt": (path) => `\${${[path].flat().join(".")}}`,
  "Fn::ImportValue": (name) => `\${import ${String(name).replace(/^.*:ExportsOutput/, "")}}`,
  "Fn::Join": (argument) => {
    const [separator, parts] = [argument].flat();
    return [parts ?? []]
      .flat()
      .map((part) => String(fold(part)))
      .join(String(separator));
  },
};

/** Replaces intrinsic functions by text: `${Table.Arn}/index/byTenant`. */
export const fold = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(fold);
  if (value === null || typeof value !== "object") return value;
  const [[name = "", argument = null] = [], ...others] = Object.entries(value);
  const toText = others.length === 0 ? intrinsics[name] : undefined;
  if (toText !== undefined) return toText(argument);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fold(inner)]));
};
