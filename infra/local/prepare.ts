import { buildMachine } from "./build-machine.ts";
import { kinds } from "./kinds/kinds.ts";
import type { Machine } from "./machine.ts";
import { type LocalOptions, settleExposure } from "./options.ts";
import { type Parts, startParts } from "./parts.ts";
import { type State, takeState } from "./state.ts";
import type { Stops } from "./stops.ts";
import { readAssembly } from "./template/assembly.ts";
import { makeStacks } from "./template/make.ts";

/** Everything of the template, made and standing still: nothing is called, and no event is carried anywhere. */
export type Prepared = { state: State; parts: Parts; machine: Machine };

/**
 * Makes the whole stack on this machine. What has to be stopped is in `stops`, also when it throws.
 * @throws Error when the state is taken, the template is not understood or a port is not free.
 */
export async function prepare(
  options: LocalOptions,
  stops: Stops,
  report: (message: string) => void,
): Promise<Prepared> {
  // Before anything is made: a start that is refused leaves nothing behind.
  settleExposure(options);
  const state = stops.with(takeState(options.state), (each) => each.release());
  const parts = await startParts(options, state, stops, report);
  const assembly = readAssembly(parts.assembly);
  const machine = buildMachine(parts, assembly, state, stops, report);
  await makeStacks(assembly, kinds, machine);
  const lacking = machine.permissions.unmet();
  if (lacking.length > 0) throw new Error(`Roles do not allow what Lambda needs of them:\n${lacking.join("\n")}`);
  return { state, parts, machine };
}
