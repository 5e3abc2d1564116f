import { parseArgs } from "node:util";

/** Reads numbers from the command line, each with its default. Throws for an unknown flag and for anything but a whole number. */
export const readNumbers = <Name extends string>(
  defaults: Readonly<Record<Name, number>>,
  args: readonly string[] = process.argv.slice(2),
): Record<Name, number> => {
  const names = Object.keys(defaults) as Name[];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  const { values } = parseArgs({ args: [...args], options });
  const numberOf = (name: Name) => {
    const text = values[name] ?? String(defaults[name]);
    if (!/^\d{1,12}$/.test(String(text))) throw new Error(`--${name} takes a whole number, not "${text}"`);
    return Number(text);
  };
  return Object.fromEntries(names.map((name) => [name, numberOf(name)])) as Record<Name, number>;
};

/** Prints the faults of a run, which fail it. */
export const endWith = (faults: readonly string[], seed: number): void => {
  for (const fault of faults) console.error(fault);
  console.info(`${faults.length} faults with seed ${seed}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
};
