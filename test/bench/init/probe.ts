/** Runs in a fresh process: loads a bundle, calls it once, and tells how long each took. */
import { createRequire } from "node:module";

const [bundle = "", event = ""] = process.argv.slice(2);
const load = createRequire(bundle);
const before = process.cpuUsage();
const begun = performance.now();
const { handler } = load(bundle);
const init = performance.now() - begun;
const { user, system } = process.cpuUsage(before);
const call = JSON.parse(event);
const called = performance.now();
handler(call, {}).then((answer: unknown) => {
  const result = { init, work: (user + system) / 1_000, first: performance.now() - called, answer };
  process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit());
});
