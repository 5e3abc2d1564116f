/** What machine code is made for, in npm's words. Without `libc`: any. */
export type Machine = { os: string; cpu: string; libc?: string };

/** Where Lambda runs functions, the cheaper first. */
export const lambdaMachines = [
  { os: "linux", cpu: "arm64", libc: "glibc" },
  { os: "linux", cpu: "x64", libc: "glibc" },
] as const satisfies Machine[];

export const thisMachine: Machine = { os: process.platform, cpu: process.arch };
