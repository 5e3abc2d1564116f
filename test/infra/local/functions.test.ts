import { rmSync } from "node:fs";
import { createFunction, type LocalFunction } from "../../../infra/local/functions/function-pool.ts";
import { temporaryFolder, writeBundle } from "../../support/bundle-folder.ts";
import { until } from "../../support/until.ts";

const folder = temporaryFolder();
const made: LocalFunction[] = [];
afterAll(async () => {
  await Promise.all(made.map((each) => each.close()));
  rmSync(folder, { recursive: true });
});

const code = `
let calls = 0;
const born = Math.random();
console.log("loaded");
exports.handler = async (event, context) => {
  calls += 1;
  if (event.sleep) await new Promise((resolve) => setTimeout(resolve, event.sleep));
  if (event.spin) for (;;);
  if (event.fail) throw new TypeError("no good");
  if (event.exit) process.exit(3);
  if (event.late) setTimeout(() => { throw new Error("late"); }, 0);
  if (event.late) await new Promise(() => {});
  if (event.grow) { const all = []; for (;;) all.push(new Array(10000).fill(calls)); }
  if (event.large) return "x".repeat(7 * 1024 * 1024);
  if (event.log) console.error("so it went");
  return { calls, born, env: process.env, left: context.getRemainingTimeInMillis(), name: context.functionName };
};`;

const start = (
  name: string,
  change: { timeout?: number; variables?: Record<string, string>; code?: string } = {},
  most = 4,
) => {
  const lines: { line: string; isError: boolean }[] = [];
  const own = createFunction(
    {
      file: writeBundle(folder, name, change.code ?? code),
      exported: "handler",
      functionName: name,
      functionArn: `arn:aws:lambda:::function:${name}`,
      memory: 64,
      timeout: change.timeout ?? 5,
      variables: change.variables ?? {},
    },
    (line, isError) => lines.push({ line, isError }),
    most,
  );
  made.push(own);
  return { call: (event: object) => own.invoke(event), widen: own.raiseConcurrency, lines };
};

type Seen = { result: { calls: number; born: number; env: Record<string, string>; left: number; name: string } };

test("An environment has the function's variables and no others", async () => {
  process.env.OUTSIDE = "yes";
  const { call } = start("variables", { variables: { TABLE_NAME: "t" } });
  const { result } = (await call({})) as Seen;
  expect(result.env).toEqual({ TABLE_NAME: "t" });
  expect(result.name).toBe("variables");
  expect(result.left).toBeGreaterThan(4_000);
});

test("An environment is used again, and calls at once each get their own, up to a number", async () => {
  const { call } = start("reuse", {}, 2);
  const first = (await call({})) as Seen;
  const second = (await call({})) as Seen;
  expect(second.result).toMatchObject({ born: first.result.born, calls: 2 });
  const many = (await Promise.all(Array.from({ length: 6 }, () => call({ sleep: 20 })))) as Seen[];
  expect(new Set(many.map(({ result }) => result.born)).size).toBe(2);
});

test("A function may be given more environments than it began with, never fewer", async () => {
  const { call, widen } = start("wide", {}, 1);
  widen(3);
  widen(2);
  const many = (await Promise.all(Array.from({ length: 6 }, () => call({ sleep: 20 })))) as Seen[];
  expect(new Set(many.map(({ result }) => result.born)).size).toBe(3);
});

test("What times out is ended and never used again, even when it does not yield", async () => {
  const { call } = start("slow", { timeout: 0.2 });
  const first = (await call({})) as Seen;
  expect(await call({ spin: true })).toEqual({ timedOut: true });
  const next = (await call({})) as Seen;
  expect(next.result.calls).toBe(1);
  expect(next.result.born).not.toBe(first.result.born);
});

test("An error of the handler is a failure, and the environment goes on", async () => {
  const { call } = start("failing");
  expect(await call({ fail: true })).toMatchObject({ failure: { errorType: "TypeError", errorMessage: "no good" } });
  expect(((await call({})) as Seen).result.calls).toBe(2);
});

test.each([
  ["ends its process", { exit: true }],
  ["throws where nobody listens", { late: true }],
  ["takes more memory than it has", { grow: true }],
])("A function that %s fails, and the next call gets a new environment", async (name, event) => {
  const { call } = start(name.replaceAll(" ", "-"));
  expect(await call(event)).toHaveProperty("failure");
  expect(((await call({})) as Seen).result.calls).toBe(1);
});

test("An answer over 6 MB is a failure", async () => {
  const { call } = start("large");
  expect(await call({ large: true })).toMatchObject({ failure: { errorType: "Function.ResponseSizeTooLarge" } });
});

test("Code that does not load is a failure of the call", async () => {
  const { call } = start("broken", { code: "throw new Error('at once')" });
  expect(await call({})).toMatchObject({ failure: { errorType: "Runtime.InitError" } });
  expect(await start("empty", { code: "exports.other = 1" }).call({})).toHaveProperty("failure");
});

test("What it prints comes as Lambda's lines of JSON", async () => {
  const { call, lines } = start("logging");
  await call({ log: true });
  await until(() => lines.length === 2);
  const printed = lines.map(({ line }) => JSON.parse(line));
  expect(printed).toMatchObject([
    { level: "INFO", message: "loaded" },
    { level: "ERROR", message: "so it went" },
  ]);
  expect(printed[1].requestId).toMatch(/^[0-9a-f-]{36}$/);
});
