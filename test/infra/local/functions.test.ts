import { createFunction, type LocalFunction } from "../../../infra/local/functions/function-pool.ts";
import { useTemporaryFolder, writeBundle } from "../../support/bundle-folder.ts";
import { until } from "../../support/until.ts";

const folder = useTemporaryFolder();
const created: LocalFunction[] = [];
afterAll(() => Promise.all(created.map((each) => each.close())));

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
  if (event.log) console.error("an error");
  return { calls, born, env: process.env, left: context.getRemainingTimeInMillis(), name: context.functionName };
};`;

const start = (
  name: string,
  change: { timeout?: number; variables?: Record<string, string>; code?: string } = {},
  concurrency = 4,
) => {
  const lines: { line: string; isError: boolean }[] = [];
  const own = createFunction(
    {
      file: writeBundle(folder, name, change.code ?? code),
      exported: "handler",
      functionName: name,
      functionArn: `arn:aws:lambda:::function:${name}`,
      memory: 64,
      timeout: change.timeout ?? 60,
      variables: change.variables ?? {},
      allowsRecursion: false,
    },
    (line, isError) => lines.push({ line, isError }),
    concurrency,
  );
  created.push(own);
  return { call: (event: object) => own.invoke(event), widen: own.raiseConcurrency, lines };
};

type Success = { result: { calls: number; born: number; env: Record<string, string>; left: number; name: string } };

test("A function has only its own environment variables", async () => {
  process.env.OUTSIDE = "yes";
  const { call } = start("variables", { variables: { TABLE_NAME: "t" } });
  const { result } = (await call({})) as Success;
  expect(result.env).toEqual({ TABLE_NAME: "t", _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-/) });
  expect(result.name).toBe("variables");
  expect(result.left).toBeGreaterThan(0);
  expect(result.left).toBeLessThanOrEqual(60_000);
});

test("An environment is reused, and concurrent invocations use different ones up to the limit", async () => {
  const { call } = start("reuse", {}, 2);
  const first = (await call({})) as Success;
  const second = (await call({})) as Success;
  expect(second.result).toMatchObject({ born: first.result.born, calls: 2 });
  const many = (await Promise.all(Array.from({ length: 6 }, () => call({ sleep: 20 })))) as Success[];
  expect(new Set(many.map(({ result }) => result.born)).size).toBe(2);
});

test("The concurrency of a function can be raised but not lowered", async () => {
  const { call, widen } = start("wide", {}, 1);
  widen(3);
  widen(2);
  const many = (await Promise.all(Array.from({ length: 6 }, () => call({ sleep: 20 })))) as Success[];
  expect(new Set(many.map(({ result }) => result.born)).size).toBe(3);
});

test("An environment is terminated after a timeout, also in an endless loop, and not reused", async () => {
  const { call } = start("slow", { timeout: 3 });
  const first = (await call({})) as Success;
  expect(await call({ spin: true })).toEqual({ timedOut: true });
  const next = (await call({})) as Success;
  expect(next.result.calls).toBe(1);
  expect(next.result.born).not.toBe(first.result.born);
});

test("After an error of the handler the environment is reused", async () => {
  const { call } = start("failing");
  expect(await call({ fail: true })).toMatchObject({ failure: { errorType: "TypeError", errorMessage: "no good" } });
  expect(((await call({})) as Success).result.calls).toBe(2);
});

test.each([
  ["exits", { exit: true }],
  ["throws an unhandled error", { late: true }],
  ["exceeds its memory", { grow: true }],
])("The invocation of a function that %s fails, and the next one gets a new environment", async (name, event) => {
  const { call } = start(name.replaceAll(" ", "-"));
  expect(await call(event)).toHaveProperty("failure");
  expect(((await call({})) as Success).result.calls).toBe(1);
});

test("A response over 6 MB fails the invocation", async () => {
  const { call } = start("large");
  expect(await call({ large: true })).toMatchObject({ failure: { errorType: "Function.ResponseSizeTooLarge" } });
});

test("Code that does not load fails the invocation", async () => {
  const { call } = start("broken", { code: "throw new Error('at once')" });
  expect(await call({})).toMatchObject({ failure: { errorType: "Runtime.InitError" } });
  expect(await start("empty", { code: "exports.other = 1" }).call({})).toHaveProperty("failure");
});

test("The output of a function has the JSON log format of Lambda", async () => {
  const { call, lines } = start("logging");
  await call({ log: true });
  await until(() => lines.length === 2);
  const printed = lines.map(({ line }) => JSON.parse(line));
  expect(printed).toMatchObject([
    { level: "INFO", message: "loaded" },
    { level: "ERROR", message: "an error" },
  ]);
  expect(printed[1].requestId).toMatch(/^[0-9a-f-]{36}$/);
});
