import { availableParallelism } from "node:os";

export default {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/support/strip-types.js" },
  // A busy machine is slow, not wrong: only what hangs should fail for its time.
  testTimeout: 600_000,
  // Much of the time is waiting for services under test: one more at once than there are cores.
  maxWorkers: availableParallelism() + 1,
  testSequencer: "<rootDir>/test/support/longest-first.js",
  // Modules of the vm are not freed between suites: a worker that has grown is replaced.
  workerIdleMemoryLimit: "1GB",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
};
