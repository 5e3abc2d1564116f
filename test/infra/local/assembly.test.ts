import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readAssembly } from "../../../infra/local/template/assembly.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";

const folder = useTemporaryFolder();

const stack = (name: string, dependencies: string[]) => ({
  type: "aws:cloudformation:stack",
  dependencies,
  properties: { templateFile: `${name}.json`, stackName: `dangbo-${name}` },
});

const read = (artifacts: object, template: object = { Resources: {} }) => {
  const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
  write("manifest.json", { artifacts });
  for (const name of ["data", "api"]) write(`${name}.json`, template);
  mkdirSync(join(folder, "asset.1"), { recursive: true });
  const source = (path: string, objectKey: string) => ({ source: { path }, destinations: { here: { objectKey } } });
  write("assets.json", { files: { one: source("asset.1", "1.zip"), two: source("asset.2", "2.zip") } });
  return readAssembly(folder);
};

const assets = { type: "cdk:asset-manifest", properties: { file: "assets.json" } };

test("Stacks are in the order of their dependencies", () => {
  const { stacks } = read({ api: stack("api", ["data", "assets"]), data: stack("data", []), assets });
  expect(stacks.map(({ name }) => name)).toEqual(["dangbo-data", "dangbo-api"]);
});

test("An asset is found by its key, and the error names a missing one", () => {
  const { asset } = read({ assets });
  expect(asset("1.zip")).toBe(join(folder, "asset.1"));
  expect(() => asset("2.zip")).toThrow("2.zip");
  expect(() => asset("3.zip")).toThrow("3.zip");
});

test("An artifact of an unsupported type is rejected with its name", () => {
  expect(() => read({ stage: { type: "cdk:cloud-assembly" } })).toThrow(
    "stage of the assembly has the unsupported type cdk:cloud-assembly",
  );
});

test.each([
  [{ Resources: {}, Transform: "AWS::Serverless-2016-10-31" }, "Transform"],
  [{ Resources: {}, Mappings: {} }, "Mappings"],
  [{ Resources: { It: { Type: "A", CreationPolicy: {} } } }, "CreationPolicy"],
  [{ Resources: {}, Rules: { Other: {} } }, "Other"],
])("The template %j with an unsupported element is rejected with its name", (template, name) => {
  expect(() => read({ data: stack("data", []) }, template)).toThrow(name);
});
