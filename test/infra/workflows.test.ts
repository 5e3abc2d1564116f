import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../.github/workflows");
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
const workflow = (name: string) => workflows.find((each) => each.name === name)?.text ?? "";
const { scripts } = JSON.parse(readFileSync(join(folder, "../../package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

test.each(workflows)("$name pins versions of actions and runs existing scripts", ({ text }) => {
  const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action = ""]) => action);
  expect(used.filter((action) => !/@v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  const run = [...text.matchAll(/npm (?:run ([\w:-]+)|(test))/g)].map(([, script, test]) => script ?? test ?? "");
  expect(run.filter((script) => !(script in scripts))).toEqual([]);
});

test("Deployments assume a role by OpenID Connect, and no workflow uses keys", () => {
  expect(workflow("deploy.yml")).toContain("id-token: write");
  expect(workflow("deploy.yml")).toMatch(/role-to-assume: \$\{\{ vars\.AWS_ROLE \}\}/);
  for (const { text } of workflows) expect(text).not.toMatch(/secrets\.|aws-(access-key|secret)/i);
});

test("A deployment runs in the environment of its stage", () => {
  expect(workflow("deploy.yml")).toMatch(/environment: \$\{\{ inputs\.stage \|\| 'dev' \}\}/);
});

test("Shell commands contain no expressions, whose values could be injected", () => {
  for (const { text } of workflows) expect(text.match(/run: .*\$\{\{/g)).toBeNull();
});

test("Every change is checked and tested, and only a successful run is deployed automatically", () => {
  for (const command of ["npm ci", "npm run check", "npm test"])
    expect(workflow("ci.yml")).toContain(`run: ${command}\n`);
  expect(workflow("deploy.yml")).toContain("github.event.workflow_run.conclusion == 'success'");
});
