/** Simulates that a function was killed. */
export class Interruption extends Error {}

type Client = { send: (...given: never[]) => Promise<unknown> };

/** The call to the outside at which a run is interrupted, counted from 1, before or after it was done. */
export type InterruptionPoint = { step: number; when: "before" | "after" };

/** For `test.each`: a run can be interrupted before or after a call. */
export const moments: InterruptionPoint["when"][] = ["before", "after"];

/** Interrupts a run at one of the calls of its clients, and rejects all later calls. */
export const interruptAt = ({ step, when }: InterruptionPoint) => {
  let calls = 0;
  const around = <T extends Client>(client: T): T => {
    const send = async (...given: never[]) => {
      calls += 1;
      const mine = calls;
      if (mine > step || (mine === step && when === "before")) throw new Interruption();
      const response = await client.send(...given);
      if (mine === step) throw new Interruption();
      return response;
    };
    return new Proxy(client, { get: (target, name) => (name === "send" ? send : Reflect.get(target, name)) });
  };
  return { around, wasReached: () => calls >= step };
};

/** No run takes more calls. */
const maximumCalls = 60;

/** Repeats a run, interrupted at each of its calls in turn, until one run is complete. Returns the number of calls. */
export const interruptEverywhere = async (
  when: InterruptionPoint["when"],
  run: (point: InterruptionPoint) => Promise<boolean>,
): Promise<number> => {
  for (let step = 1; step <= maximumCalls; step++) if (!(await run({ step, when }))) return step - 1;
  throw new Error(`Not complete after ${maximumCalls} calls`);
};
