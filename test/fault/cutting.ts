/** A function that was killed: whatever it had under way, nothing more of it happens. */
export class CutOff extends Error {}

type Sends = { send: (...given: never[]) => Promise<unknown> };

/** Where a run is cut off: at its k-th call to the outside, before or after that was done. */
export type Cut = { step: number; when: "before" | "after" };

/** Cuts the calls of clients off, counted over all of them together. */
export const cutting = ({ step, when }: Cut) => {
  let calls = 0;
  const around = <T extends Sends>(client: T): T => {
    const send = async (...given: never[]) => {
      calls += 1;
      const mine = calls;
      if (mine > step || (mine === step && when === "before")) throw new CutOff();
      const answer = await client.send(...given);
      if (mine === step) throw new CutOff();
      return answer;
    };
    return new Proxy(client, { get: (target, name) => (name === "send" ? send : Reflect.get(target, name)) });
  };
  return { around, wasReached: () => calls >= step };
};

/** No run takes more calls: one that does would go on for ever. */
const most = 60;

/**
 * Runs a story once for every call it makes, each time cut off there, until one comes through whole. Gives how many
 * calls it could be cut off at.
 */
export const cutEverywhere = async (when: Cut["when"], story: (cut: Cut) => Promise<boolean>): Promise<number> => {
  for (let step = 1; step <= most; step++) if (!(await story({ step, when }))) return step - 1;
  throw new Error(`Not through after ${most} calls`);
};
