import { spawn } from "node:child_process";

/** Milliseconds on the clock, and of the processor. */
export type Spent = { wall: number; work: number };

/** What loading a bundle took, its first call, both together, and the calls after that. */
export type Probed = { init: Spent; first: Spent; start: Spent; warm: Spent };

export type Probing = {
  /** The bundled program that measures. */
  probe: string;
  bundle: string;
  event: object;
  variables: Record<string, string>;
  /** How often it is called after the first time. */
  again?: number;
};

/** Loads a bundle in a fresh process with these variables alone, and calls it. Throws when it fails or refuses. */
export const runProbe = async ({ probe, bundle, event, variables, again = 0 }: Probing): Promise<Probed> => {
  const args = [probe, bundle, JSON.stringify(event), String(again)];
  const child = spawn(process.execPath, args, { env: variables });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const { answer, ...times } = code === 0 ? JSON.parse(output.trim().split("\n").at(-1) ?? "") : {};
  if (code !== 0 || answer?.statusCode >= 400 || answer?.batchItemFailures?.length > 0)
    throw new Error(`The first call of ${bundle} failed: ${output.trim()}`);
  const { init, first } = times;
  return { ...times, start: { wall: init.wall + first.wall, work: init.work + first.work } };
};
