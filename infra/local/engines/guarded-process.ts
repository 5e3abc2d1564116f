import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * Runs a command and kills it when standard input ends: a pipe from this process, which the kernel closes when this process
 * ends in any way. The engines acknowledge durable writes only, so killing them loses nothing.
 */
const guard = `
exec 3<&0
"$@" </dev/null 3<&- & engine=$!
{ cat <&3 >/dev/null; kill -KILL $engine; } 2>/dev/null & watch=$!
exec 3<&-
wait $engine; code=$?
kill $watch 2>/dev/null
exit $code`;

/** Milliseconds until a command must be ready; a Java engine on a busy machine can take 20 seconds. */
const startLimit = 60_000;

/**
 * Starts a command that cannot outlive this process.
 * @param ready matches the line of its output that it prints when it is ready
 * @throws Error with the end of its output when it ends or is not ready in time
 */
export const startGuardedProcess = async (command: string, args: string[], ready: RegExp) => {
  // In a separate session: Ctrl-C in the terminal must stop only this process, which stops its engines last.
  const child = spawn("sh", ["-c", guard, "sh", command, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  /** Resolves with the exit code when the command has ended. */
  const ended = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? -1)));
  // The shell that watches the pipe must end also when the command has ended by itself.
  ended.then(() => child.stdin.end());
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  try {
    await untilReady(child, command, ready);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ended, stop };
};

const untilReady = (child: ChildProcess, command: string, ready: RegExp): Promise<void> => {
  const output: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(new Error(`${command} ${reason}: ${output.slice(-5).join(" | ")}`));
    const timer = setTimeout(() => fail(`was not ready within ${startLimit} ms`), startLimit);
    const onLine = (line: string) => {
      output.push(line);
      if (output.length > 20) output.shift();
      if (!ready.test(line)) return;
      clearTimeout(timer);
      resolve();
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on("line", onLine);
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code}`);
    });
  });
};
