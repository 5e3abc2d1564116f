/** Runs in a fresh process: loads a bundle, calls it once and then again, and tells what each took. */
import { createRequire } from "node:module";

const [bundle = "", event = "", again = "0"] = process.argv.slice(2);
const load = createRequire(bundle);
const call = JSON.parse(event);

/** Milliseconds that something takes, and the processor's time in them. */
const spent = async <T>(run: () => T | Promise<T>) => {
  const before = process.cpuUsage();
  const begun = performance.now();
  const result = await run();
  const wall = performance.now() - begun;
  const { user, system } = process.cpuUsage(before);
  return { wall, work: (user + system) / 1_000, result };
};

const measure = async () => {
  const { result: module, ...init } = await spent(() => load(bundle));
  const { result: answer, ...first } = await spent(() => module.handler(call, {}));
  const { result: _, ...warm } = await spent(async () => {
    for (let i = 0; i < Number(again); i += 1) await module.handler(call, {});
  });
  process.stdout.write(`\n${JSON.stringify({ init, first, warm, answer })}\n`, () => process.exit());
};

void measure();
