import { spawn } from "node:child_process";

/** Milliseconds that loading the bundle took, the processor's time in it, and those of the first call. */
export type Probed = { init: number; work: number; first: number };

/** Loads a bundle in a fresh process with these variables alone, and calls it. Throws when it fails or refuses. */
export const runProbe = async (
  probe: string,
  bundle: string,
  event: object,
  variables: Record<string, string>,
): Promise<Probed> => {
  const child = spawn(process.execPath, [probe, bundle, JSON.stringify(event)], { env: variables });
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
  return times;
};
