import { readFileSync } from "node:fs";
import { codeOf } from "./errors.ts";

/** Milliseconds between checks. */
const checkInterval = 500;

/**
 * Calls back once npm, or the shell between npm and this process, has ended without stopping this process: kill -9 ends
 * only the process it names. Does nothing when npm has not started this process.
 */
export const onOrphaned = (callBack: () => void): void => {
  if (process.env.npm_lifecycle_event === undefined) return;
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(timer);
    callBack();
  }, checkInterval);
  timer.unref();
};

/** The parent, and its parent when it is a shell. npm's own parent may end, for example after `nohup`. */
const ancestors = (): string => {
  const parent = statusOf(process.ppid);
  const isShell = /^Name:\s*(sh|dash|bash)$/m.test(parent);
  return `${process.ppid} ${isShell ? /^PPid:\s*(\d+)$/m.exec(parent)?.[1] : ""}`;
};

/** The status of a process on Linux; empty elsewhere, where only the own parent is watched. */
const statusOf = (pid: number): string => {
  if (process.platform !== "linux") return "";
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes(codeOf(error) ?? "")) return "";
    throw error;
  }
};
