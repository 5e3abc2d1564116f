import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../.github/workflows");
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
const named = (name: string) => workflows.find((each) => each.name === name)?.text ?? "";
const { scripts } = JSON.parse(readFileSync(join(folder, "../../package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

test.each(workflows)("$name uses every action by a version, and scripts that there are", ({ text }) => {
  const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action = ""]) => action);
  expect(used.filter((action) => !/@v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  const run = [...text.matchAll(/npm (?:run (\w+)|(test))/g)].map(([, script, test]) => script ?? test ?? "");
  expect(run.filter((script) => !(script in scripts))).toEqual([]);
});

test("a deployment takes a role for a while, and no workflow knows a key", () => {
  expect(named("deploy.yml")).toContain("id-token: write");
  expect(named("deploy.yml")).toMatch(/role-to-assume: \$\{\{ vars\.AWS_ROLE \}\}/);
  for (const { text } of workflows) expect(text).not.toMatch(/secrets\.|aws-(access-key|secret)/i);
});

test("a deployment waits for whoever its environment asks", () => {
  expect(named("deploy.yml")).toMatch(/environment: \$\{\{ inputs\.stage \|\| 'dev' \}\}/);
});

test("nobody's words reach a shell but as a variable", () => {
  for (const { text } of workflows) expect(text.match(/run: .*\$\{\{/g)).toBeNull();
});

test("what lands is checked and tested, and only that is deployed by itself", () => {
  for (const command of ["npm ci", "npm run check", "npm test"]) expect(named("ci.yml")).toContain(`run: ${command}\n`);
  expect(named("deploy.yml")).toContain("github.event.workflow_run.conclusion == 'success'");
});
