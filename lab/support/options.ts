import { runCommand } from "../../infra/command.ts";

type Numbers<Name extends string> = Record<Name, number>;

/** Throws for anything but a whole number. */
const wholeNumber = (name: string, text: string): number => {
  if (!/^\d{1,12}$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}"`);
  return Number(text);
};

/** Parses the values of options that take whole numbers. Throws for anything else. */
export const parseNumbers = <Name extends string>(texts: Readonly<Record<Name, string>>): Numbers<Name> =>
  Object.fromEntries(
    Object.entries<string>(texts).map(([name, text]) => [name, wholeNumber(name, text)]),
  ) as Numbers<Name>;

/** `numbers`: for each option its default and one line of help. */
type Tool<Name extends string> = {
  usage: string;
  summary: string;
  numbers: Readonly<Record<Name, readonly [usual: number, help: string]>>;
  environment?: Readonly<Record<string, string>>;
};

/** Runs a tool of the lab whose options are whole numbers. */
export const runTool = <Name extends string>(
  { numbers, ...tool }: Tool<Name>,
  run: (given: Numbers<Name>) => void | Promise<void>,
): Promise<void> => {
  const named = Object.entries<readonly [usual: number, help: string]>(numbers);
  const options = Object.fromEntries(
    named.map(([name, [usual, help]]) => [
      name,
      { type: "string" as const, value: "number", default: String(usual), help },
    ]),
  );
  return runCommand({ ...tool, options, run: (values) => run(parseNumbers(values as Record<Name, string>)) });
};

/** Prints the faults of a run, which fail it. */
export const endWith = (faults: readonly string[], seed: number): void => {
  for (const fault of faults) console.error(fault);
  console.info(`${faults.length} faults with seed ${seed}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
};
