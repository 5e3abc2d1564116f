import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { privateFolder } from "../files.ts";

/** Takes one line of what a function printed; `isError` where it came on standard error. */
export type LogLine = (line: string, isError: boolean) => void;

/** Bytes after which a log becomes `<name>.log.1` at the next start. */
const sizeLimit = 10_000_000;

/** Writes a function's log to a file, and its errors also to the terminal. */
export function openLog(folder: string, name: string, complain: (line: string) => void): LogLine {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
  const file = join(folder, `${name}.log`);
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > sizeLimit) renameSync(file, `${file}.1`);
  return (line, isError) => {
    appendFileSync(file, `${line}\n`);
    if (isError || /"level":"(ERROR|FATAL|CRITICAL)"/.test(line)) complain(`${name}: ${line}`);
  };
}
