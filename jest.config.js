export default {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/support/strip-types.js" },
  // A busy machine is slow, not wrong: only what hangs should fail for its time.
  testTimeout: 30_000,
  testMatch: ["<rootDir>/test/**/*.test.ts"],
};
