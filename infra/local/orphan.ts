import { readFileSync } from "node:fs";

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

/** The parent and its parent: with a shell in between, npm is the second. */
const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`;

/** The parent of a process, as Linux tells it; elsewhere only our own parent is watched. */
function parentOf(pid: number): string {
  if (process.platform !== "linux") return "";
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return /^PPid:\s*(\d+)$/m.exec(status)?.[1] ?? "";
  } catch {
    return "gone";
  }
}
