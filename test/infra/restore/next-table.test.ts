import { readFileSync } from "node:fs";
import { join } from "node:path";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { run, type Template } from "../support/template.ts";

const folder = useTemporaryFolder();
beforeAll(async () => {
  for (const generation of ["1", "2"])
    await run("test/infra/support/next-table.ts", [generation], { CDK_OUTDIR: folder });
});

const read = (generation: number, stack: string): Template =>
  JSON.parse(readFileSync(join(folder, String(generation), `${stack}.template.json`), "utf8"));

test("A new table generation keeps the former table and its exports unchanged", () => {
  const [before, after] = [read(1, "Data"), read(2, "Data")];
  expect(Object.keys(before.Resources)).toHaveLength(1);
  expect(after.Resources).toMatchObject(before.Resources);
  const exports = Object.entries(before.Outputs).filter(([, output]) => "Export" in output);
  expect(exports).toHaveLength(3);
  expect(after.Outputs).toMatchObject(Object.fromEntries(exports));
});

test("A new table has the properties of the former one, and all references", () => {
  const after = read(2, "Data");
  const [[, former] = [], [name, next] = []] = Object.entries(after.Resources);
  expect(next?.Properties).toEqual(former?.Properties);
  expect(after.Outputs.TableName?.Value).toEqual({ Ref: name });
  const references = Object.values(read(2, "User").Outputs).map(({ Value }) => JSON.stringify(Value));
  expect(references).toHaveLength(3);
  for (const value of references) expect(value).toContain(String(name));
});
