import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * Runs a command and ends it when standard input does: a pipe from this process, which the kernel closes however this
 * process ends. The engines kept this way answer a write once it is on disk, so an abrupt end loses nothing.
 */
const guard = `
exec 3<&0
"$@" </dev/null 3<&- & engine=$!
{ cat <&3 >/dev/null; kill -KILL $engine; } 2>/dev/null & watch=$!
exec 3<&-
wait $engine; code=$?
kill $watch 2>/dev/null
exit $code`;

export type GuardedProcess = {
  /** Resolves with the code once the command has ended, whoever ended it. */
  ended: Promise<number>;
  stop(): Promise<void>;
};

/** Milliseconds a command may take until it says that it is ready; a Java engine on a busy machine needs most of it. */
const startLimit = 20_000;

/**
 * Starts a command that cannot outlive this process.
 * @param ready a line of its output that says it serves.
 * @throws Error with the last of its output when it ends or says nothing in time.
 */
export const startGuardedProcess = async (command: string, args: string[], ready: RegExp): Promise<GuardedProcess> => {
  // In a session of its own: a Ctrl-C in the terminal is for this process, which drains before it stops its engines.
  const child = spawn("sh", ["-c", guard, "sh", command, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const ended = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? -1)));
  // What watches the pipe ends with it, also when the command has ended by itself.
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
    const fail = (why: string) => reject(new Error(`${command} ${why}: ${output.slice(-5).join(" | ")}`));
    const timer = setTimeout(() => fail(`said nothing of being ready in ${startLimit} ms`), startLimit);
    const hear = (line: string) => {
      output.push(line);
      if (output.length > 20) output.shift();
      if (!ready.test(line)) return;
      clearTimeout(timer);
      resolve();
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on("line", hear);
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code}`);
    });
  });
};
