import { type ParseArgsOptionDescriptor, parseArgs } from "node:util";
import { codeOf, explain } from "./local/errors.ts";

/** State folder of the service on this machine. An empty variable is like none. */
export const state = process.env.DANGBO_STATE || ".local";

/** `value`: what the option takes, for example `folder`; `help`: one line. */
type Option = ParseArgsOptionDescriptor & { value?: string; help: string };
type Options = Readonly<Record<string, Option>>;

/** `true` for a flag that is given, the texts of an option that may be repeated, else its text or undefined. */
type ValueOf<One extends Option> = One extends { type: "boolean" }
  ? boolean
  : One extends { multiple: true }
    ? string[]
    : One extends { default: string }
      ? string
      : string | undefined;
type Values<All extends Options> = { [Name in keyof All]: ValueOf<All[Name]> };

type Command<All extends Options> = {
  /** What starts it, for example `npm run replay --`. */
  usage: string;
  summary: string;
  options?: All;
  /** What it passes on after a second `--`; without it nothing may follow. */
  passesOn?: string;
  /** Variables of the environment, each with one line. */
  environment?: Readonly<Record<string, string>>;
  run(values: Values<All>, passedOn: readonly string[]): void | Promise<void>;
};

const help = { type: "boolean", short: "h", help: "Prints this text" } as const;

/**
 * Runs a command of this project. Prints its usage for `--help`; refuses unknown options with exit code 2; prints an error in one
 * line, without its stack, and exits with 1.
 */
export const runCommand = async <const All extends Options = Record<never, Option>>(
  command: Command<All>,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> => {
  const given = readArguments(command, args);
  if (given instanceof Error) {
    console.error(`${given.message}\n${command.usage} --help prints all options.`);
    process.exitCode = 2;
    return;
  }
  if ("help" in given.values && given.values.help === true) {
    console.log(helpOf(command));
    return;
  }
  try {
    await command.run(given.values as Values<All>, given.passedOn);
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
};

/** The error of arguments that the command does not take. */
const readArguments = <All extends Options>({ options, passesOn }: Command<All>, args: readonly string[]) => {
  try {
    const { values, tokens } = parseArgs({
      args: [...args],
      options: { ...options, help },
      allowPositionals: true,
      tokens: true,
    });
    const terminator = tokens.find(({ kind }) => kind === "option-terminator")?.index ?? args.length;
    const unexpected = tokens.find(
      (token) => token.kind === "positional" && (passesOn === undefined || token.index < terminator),
    );
    if (unexpected !== undefined) return new Error(`Unexpected argument ${args[unexpected.index]}`);
    return { values, passedOn: args.slice(terminator + 1) };
  } catch (error) {
    if (!codeOf(error)?.startsWith("ERR_PARSE_ARGS") || !(error instanceof Error)) throw error;
    // The rest of a message explains how Node would take the argument.
    return new Error(error.message.split(". ")[0]);
  }
};

const helpOf = <All extends Options>({ usage, summary, options, passesOn, environment = {} }: Command<All>): string => {
  const named = Object.entries<Option>({ ...options, help }).map(([name, { value, help: text, default: usual }]) => {
    const shown = usual === undefined || usual === false || String(usual) === "" ? "" : ` (default: ${usual})`;
    return [`--${name}${value === undefined ? "" : ` <${value}>`}`, `${text}${shown}`];
  });
  const rows = passesOn === undefined ? named : [...named, ["-- …", passesOn]];
  const variables = Object.entries(environment);
  const width = Math.max(...[...rows, ...variables].map(([name = ""]) => name.length)) + 2;
  const lines = (all: readonly (readonly string[])[]) =>
    all.map(([name = "", text]) => `  ${name.padEnd(width)}${text}`);
  return [
    `${usage} [options]`,
    "",
    summary,
    "",
    "Options:",
    ...lines(rows),
    ...(variables.length === 0 ? [] : ["", "Environment:", ...lines(variables)]),
  ].join("\n");
};

/** The variable of all commands that read or write the state of this machine. */
export const stateVariable = { DANGBO_STATE: "Folder of the data of the service on this machine (default: .local)" };

/** Starts a stopwatch that returns seconds as text. */
export const startStopwatch = () => {
  const startedAt = performance.now();
  return () => `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
};
