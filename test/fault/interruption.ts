/** Simulates that a function was killed. */
export class Interruption extends Error {}

type Client = { send: (...given: never[]) => Promise<unknown> };

/** The call to the outside at which a run is interrupted, counted from 1, before or after it was done. */
export type InterruptionPoint = { step: number; when: "before" | "after" };

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
const interruptEverywhere = async (
  when: InterruptionPoint["when"],
  run: (point: InterruptionPoint) => Promise<boolean>,
): Promise<number> => {
  for (let step = 1; step <= maximumCalls; step++) if (!(await run({ step, when }))) return step - 1;
  throw new Error(`Not complete after ${maximumCalls} calls`);
};

/**
 * Tests a run that is interrupted at each of its calls in turn, before (`%s` in the title) or after the call. The run returns whether
 * the call was reached.
 */
export const testInterrupted = (
  title: string,
  run: (point: InterruptionPoint) => Promise<boolean>,
  { afterwards, timeout }: { afterwards?: (calls: number) => unknown; timeout?: number } = {},
) =>
  test.each(["before", "after"] as const)(
    title,
    async (when) => {
      const calls = await interruptEverywhere(when, run);
      await afterwards?.(calls);
    },
    timeout,
  );
