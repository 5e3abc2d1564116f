import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../infra/command.ts";
import { useTemporaryFolder } from "../support/bundle-folder.ts";
import { captureLog } from "../support/console.ts";

const folder = useTemporaryFolder();
const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync("package.json", "utf8"));
/** Jest and the CDK CLI read the arguments of these themselves. */
const others = ["test", "test:long", "check", "check:fast", "cdk"];
const commands = Object.entries(scripts).filter(([name]) => !others.includes(name));

const run = (script: string, args: readonly string[], env: Record<string, string> = {}) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const [program = "", ...own] = script.split(" ").slice(1);
    execFile(
      process.execPath,
      [program, ...own, ...args],
      { env: { ...process.env, ...env } },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

test("Every command is a script of Node", () => {
  expect(commands.filter(([, script]) => !/^node \S+\.ts$/.test(script))).toEqual([]);
  expect(commands.length).toBeGreaterThan(15);
});

test.each(commands)(
  "npm run %s prints its usage with --help, and refuses unknown options and arguments",
  async (name, script) => {
    const help = await run(script, ["--help"]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toMatch(new RegExp(`^npm (run )?${name} -- \\[options\\]\n\n\\S.+\n[\\s\\S]*\nOptions:\n`));
    for (const [argument, message] of [
      ["--nope", "Unknown option '--nope'"],
      ["nope", "Unexpected argument nope"],
    ] as const)
      expect(await run(script, [argument])).toMatchObject({
        code: 2,
        stdout: "",
        stderr: expect.stringMatching(`^${message}\n`),
      });
  },
);

const unused = join(folder, "unused");
const missing = join(folder, "missing");
type Failure = readonly [name: string, args: string[], message: RegExp, env: Record<string, string>];
const none = {};
const expectedFailures: readonly Failure[] = [
  ["erase-again", [], /contains no queues of a service/, none],
  ["replay", [], /contains no queues of a service/, none],
  ["verify-audit", [], /contains no table of a service/, none],
  ["verify-audit", ["--anchor", "x"], /"x" is not an anchor/, none],
  ["backup", ["--to", join(folder, "backup")], /contains no table of a service/, none],
  ["backup", ["--to", join(folder, "backup"), "--register"], /contains no table of a service/, none],
  ["backup", [], /--to <folder> is required/, none],
  ["backup", ["--to", missing, "--at", "2026-01-02T03:04:05Z"], /require a stage on AWS/, none],
  ["restore", [], /--from <folder> is required/, none],
  ["restore", ["--from", missing], /is not a complete backup/, none],
  ["restore", ["--pause"], /require --stage/, none],
  ["deploy", [], /--stage <name> is required/, none],
  ["deploy", ["--stage", "local"], /runs with npm start/, none],
  ["start", [], /PORT=x is not a port/, { PORT: "x" }],
  ["start", [], /is not a folder, or not in one/, { PORT: "0", DANGBO_STATE: "/dev/null/state" }],
  ["start", [], /Set DANGBO_ADMIN_SECRET/, { HOST: "0.0.0.0" }],
  ["cost", ["--members", "many"], /takes a whole number/, none],
  ["bench", ["--only", "speed"], /--only takes/, none],
  ["synth", ["-c", "stag=dev"], /is not one of stage=/, none],
];

test.each(expectedFailures)("An expected failure of %s %j ends in one line", async (name, args, message, env) => {
  const { code, stderr } = await run(scripts[name] ?? "", args, { DANGBO_STATE: unused, ...env });
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("Arguments after -- are passed on only by a command that says so", async () => {
  const received: unknown[] = [];
  const command = {
    usage: "x",
    summary: "y",
    run: (_: object, passedOn: readonly string[]) => void received.push(passedOn),
  };
  const before = process.exitCode;
  const { lines, release } = captureLog();
  await runCommand({ ...command, passesOn: "Options of z" }, ["--", "--for", "z"]);
  await runCommand(command, ["--", "z"]);
  await runCommand({ ...command, passesOn: "Options of z" }, ["z"]);
  release();
  process.exitCode = before;
  expect(received).toEqual([["--for", "z"]]);
  expect(lines.map((line) => line.split("\n")[0])).toEqual(["Unexpected argument z", "Unexpected argument z"]);
});
