import { createHash, randomBytes } from "node:crypto";

/**
 * How often each function was invoked in one chain of messages: `<hash>-<count>` of each function, joined by `_`. Lambda keeps it
 * in the trace header, where it is called lineage; functions pass the header on with every call of the SDK.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
export type Lineage = string;

/** Invocations of one function in a chain, after which Lambda drops the next one ("approximately 16"). */
const mostRounds = 16;

const lineagePattern = /^[\da-f]{8}-\d+(?:_[\da-f]{8}-\d+)*$/;

const roundsOf = (lineage: Lineage | undefined): Map<string, number> =>
  new Map(
    (lineage ?? "")
      .split("_")
      .filter(Boolean)
      .map((part) => {
        const [hash = "", count] = part.split("-");
        return [hash, Number(count)];
      }),
  );

const hashOf = (functionArn: string) => createHash("sha256").update(functionArn).digest("hex").slice(0, 8);

/** Whether Lambda would drop the next invocation of the function. */
export const isRecursive = (lineage: Lineage | undefined, functionArn: string): boolean =>
  (roundsOf(lineage).get(hashOf(functionArn)) ?? 0) >= mostRounds;

/** The trace header of an invocation that messages with these lineages cause. */
export const traceHeaderOf = (functionArn: string, causes: readonly (Lineage | undefined)[]): string => {
  const rounds = new Map<string, number>();
  for (const cause of causes)
    for (const [hash, count] of roundsOf(cause)) rounds.set(hash, Math.max(count, rounds.get(hash) ?? 0));
  const own = hashOf(functionArn);
  rounds.set(own, (rounds.get(own) ?? 0) + 1);
  const lineage = [...rounds].map(([hash, count]) => `${hash}-${count}`).join("_");
  const time = Math.floor(Date.now() / 1_000).toString(16);
  const [root, parent] = [randomBytes(12).toString("hex"), randomBytes(8).toString("hex")];
  return `Root=1-${time}-${root};Parent=${parent};Sampled=0;Lineage=${lineage}`;
};

/** The lineage in a trace header; undefined in one of a caller outside functions. */
export const lineageOf = (traceHeader: string | undefined): Lineage | undefined => {
  const lineage = /(?:^|;)Lineage=([^;]*)/.exec(traceHeader ?? "")?.[1];
  return lineage !== undefined && lineagePattern.test(lineage) ? lineage : undefined;
};
