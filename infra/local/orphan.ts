import { readFileSync } from "node:fs";
import { codeOf } from "./errors.ts";

/** Milliseconds between looks. */
const every = 500;

/**
 * Calls back once npm, or the shell npm has put in between, is gone without having stopped us: a kill -9 reaches only
 * the process it names. Watches nothing when npm has not started this process.
 */
export function whenOrphaned(callBack: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(timer);
    callBack();
  }, every);
  timer.unref();
}

/** The parent, and the shell's parent where it is a shell: npm's own parent may go, as after `nohup`. */
function ancestors(): string {
  const parent = statusOf(process.ppid);
  const isShell = /^Name:\s*(sh|dash|bash)$/m.test(parent);
  return `${process.ppid} ${isShell ? /^PPid:\s*(\d+)$/m.exec(parent)?.[1] : ""}`;
}

/** What Linux tells of a process; elsewhere nothing, and only our own parent is watched. */
function statusOf(pid: number): string {
  if (process.platform !== "linux") return "";
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes(codeOf(error) ?? "")) return "";
    throw error;
  }
}
