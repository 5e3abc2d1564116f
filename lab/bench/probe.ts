/** Runs in a fresh process: loads a bundle, calls it once, and prints the time of both. */
import { createRequire } from "node:module";

const [bundle = "", event = ""] = process.argv.slice(2);
const load = createRequire(bundle);

/** Milliseconds by the clock, and of the processor. */
const timed = async <T>(run: () => T | Promise<T>) => {
  const before = process.cpuUsage();
  const begun = performance.now();
  const result = await run();
  const wall = performance.now() - begun;
  const { user, system } = process.cpuUsage(before);
  return { wall, work: (user + system) / 1_000, result };
};

const measure = async () => {
  const { result: module, ...init } = await timed(() => load(bundle));
  const { result: response, ...first } = await timed(() => module.handler(JSON.parse(event), {}));
  process.stdout.write(`\n${JSON.stringify({ init, first, response })}\n`, () => process.exit());
};

void measure();
